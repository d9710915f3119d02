import { isHubError } from "../../base/error.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { Provider } from "../../clients/provider.ts";
import {
	createDeliverer,
	createDestinations,
	enqueueDelivery,
	type JobHandler,
	type Tx,
} from "../../delivery/index.ts";
import type { DeliveryToSend } from "../../storage/tables/delivery.ts";
import { findIntegration } from "../../storage/tables/integration.ts";
import type { OnboardingParts } from "./onboarding.ts";

const QUEUE = "pos.connection";

/**
 * Queue that locations are connected now, for a POS that wants to hear it (contract.md B.9). Only for what began at the hub:
 * the caller leaves out what the POS itself began.
 */
export async function queuePosConnected(
	tx: Tx,
	provider: Pick<Provider, "slug" | "settings">,
	integration: { org_id: string; integration_id: string },
	pos_location_ids: readonly string[],
	now: number,
): Promise<void> {
	if (!provider.settings.connection_status) return;
	const { org_id, integration_id } = integration;
	for (const location_id of pos_location_ids) {
		const message = { org_id, integration_id, slug: provider.slug, type: "pos.connection.create" };
		const body = JSON.stringify({ location_id });
		await enqueueDelivery(tx, { queue: QUEUE, key: `${integration_id}/${location_id}`, ...message, body }, now);
	}
}

/**
 * Tell a POS at once that locations are no longer connected (contract.md B.9): afterwards there is no token to do it with. A
 * POS that is down keeps nobody from disconnecting.
 */
export async function tellPosDisconnected(
	parts: OnboardingParts,
	provider: Provider | undefined,
	integration: { org_id: string; integration_id: string },
	pos_location_ids: readonly string[],
): Promise<void> {
	if (!provider?.settings.connection_status) return;
	const { org_id, integration_id } = integration;
	await Promise.all(
		pos_location_ids.map((location_id) =>
			parts
				.withToken(org_id, integration_id, (token) => parts.pos.disconnect(provider, token, location_id))
				.catch((error: unknown) =>
					parts.log.warn("pos.disconnect_failed", { org_id, integration_id, slug: provider.slug, error }),
				),
		),
	);
}

/** The handler of the queue of connections. */
export function createPosConnectionJobs(parts: OnboardingParts): { [QUEUE]: JobHandler } {
	const { db, queue, clock, log } = parts;
	const send = (delivery: DeliveryToSend) => sendConnected(parts, delivery);
	const isPaused = async (slug: string) => typeof (await parts.accounts.getProvider(slug))?.paused_at === "number";
	const destinations = createDestinations(clock, isPaused);
	return { [QUEUE]: createDeliverer({ db, queue, name: QUEUE, clock, log, destinations, send }) };
}

async function sendConnected(parts: OnboardingParts, delivery: DeliveryToSend): Promise<Outcome | { dropped: string }> {
	const { org_id, integration_id, slug } = delivery;
	const provider = await parts.accounts.getProvider(slug);
	if (provider === undefined) return { dropped: "the POS is no longer registered" };
	if ((await findIntegration(parts.db, org_id, integration_id))?.status !== "active")
		return { dropped: "the location is no longer connected" };
	const { location_id } = JSON.parse(delivery.body) as { location_id: string };
	try {
		return await parts.withToken(org_id, integration_id, (token) => parts.pos.connect(provider, token, location_id));
	} catch (error) {
		if (!isHubError(error)) throw error;
		return { stage: "never_sent", reason: error.code, detail: error.message, latency_ms: 0 };
	}
}
