import { HubError } from "../../base/error.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Job, JobHandler, Tx } from "../../delivery/index.ts";
import { type BindingRow, listActiveBindingsOfIntegration } from "../../storage/tables/binding.ts";
import { replaceDspStores } from "../../storage/tables/dsp-store.ts";
import { findIntegration, type IntegrationRow } from "../../storage/tables/integration.ts";
import { noteAttention, noteSwept } from "../../storage/tables/integration-sweep.ts";
import type { ListedLocation } from "../locations/index.ts";
import { storeAttentionOf } from "./attention.ts";
import { compareStores, type StoreDrift } from "./compare-stores.ts";
import { isSweepDue } from "./is-due.ts";
import { lookAt } from "./look-at.ts";
import type { ReconcileParts } from "./reconcile.ts";
import { scheduleNext } from "./schedule.ts";

/** How a system answers to what it does not offer. */
const NO_SUCH_CALL = [404, 405, 501];

/** What a DSP lists, and where that differs from what the hub has. */
interface Seen {
	listed: ListedLocation[];
	drift: StoreDrift;
}

/**
 * The handler of `dsp.reconcile`: as often as the DSP's setting `sweep_hours` says, its list of stores, and what it says of the
 * connection of each store that it was told of, are compared with the links (contract.md C.2.3, C.2.4). What differs is said,
 * and not put right: a DSP that ended a connection, or took a store off its list, may have been told to. The next hour's job is
 * sent in the transaction that ends this one.
 */
export function createDspReconcileJob(parts: ReconcileParts): JobHandler {
	const { db, queue, clock } = parts;
	return async (job) => {
		const target = { org_id: String(job.data.org_id), integration_id: String(job.data.integration_id) };
		const integration = await findIntegration(db, target.org_id, target.integration_id);
		const provider = integration?.status === "active" ? await parts.getProvider(integration.slug) : undefined;
		if (integration === undefined || provider?.type !== "dsp")
			// an integration that comes back is scheduled again by upkeep
			return await queue.transaction(async (tx) => tx.complete("dsp.reconcile", job));
		const { sweep_hours } = provider.settings;
		const is_due = sweep_hours > 0 && (await isSweepDue(db, target, sweep_hours, clock.now()));
		const bindings = is_due ? await listActiveBindingsOfIntegration(db, target.org_id, target.integration_id) : [];
		const seen =
			bindings.length === 0
				? undefined
				: await lookAt(parts, integration, provider, (listed) => see(parts, provider, bindings, listed));
		if (seen !== undefined && "wait_ms" in seen)
			return await queue.postpone("dsp.reconcile", job, clock.now() + seen.wait_ms);
		await queue.transaction((tx) => store(parts, tx, job, integration, seen));
	};
}

async function see(
	parts: ReconcileParts,
	provider: Provider,
	bindings: readonly BindingRow[],
	listed: ListedLocation[],
): Promise<Seen> {
	const { missing, told } = compareStores(bindings, listed);
	const disconnected: BindingRow[] = [];
	for (const binding of told) {
		const is_connected = await isConnected(parts, provider, binding);
		// a DSP that has no such question has it for none of its stores
		if (is_connected === undefined) break;
		if (!is_connected) disconnected.push(binding);
	}
	return { listed, drift: { missing: missing.map(nameOf), disconnected: disconnected.map(nameOf) } };
}

async function isConnected(
	{ dsp, withToken }: ReconcileParts,
	provider: Provider,
	{ org_id, integration_id, dsp_location_id }: BindingRow,
): Promise<boolean | undefined> {
	const reply = await withToken(org_id, integration_id, (access_token) =>
		dsp.connection(provider, access_token, dsp_location_id),
	);
	if (reply.ok) return reply.value.connected;
	const { outcome } = reply;
	if (outcome.stage === "answered" && NO_SUCH_CALL.includes(outcome.status)) return undefined;
	throw new HubError(outcome.stage === "answered" ? "provider_refused" : "provider_unreachable", {
		detail: `${provider.name}: ${reply.message}`,
	});
}

function nameOf({ dsp_store_name, dsp_location_id }: BindingRow): string {
	return dsp_store_name === "" ? dsp_location_id : dsp_store_name;
}

async function store(
	{ log, clock }: ReconcileParts,
	tx: Tx,
	job: Job,
	{ org_id, integration_id, slug, health_reason }: IntegrationRow,
	seen: Seen | undefined,
): Promise<void> {
	const at = clock.now();
	if (seen !== undefined) {
		const { listed, drift } = seen;
		// an empty list is more likely a fault than the end of every store, and the links are told of it all the same
		if (listed.length > 0) await replaceDspStores(tx, { org_id, integration_id, at }, listed);
		const reason = storeAttentionOf(drift);
		if (reason !== null && reason !== health_reason)
			log.warn("sweep.stores_differ", { org_id, integration_id, slug, reason });
		await noteAttention(tx, { org_id, integration_id, reason, at });
		await noteSwept(tx, org_id, integration_id, at);
	}
	tx.complete("dsp.reconcile", job);
	scheduleNext(tx, "dsp.reconcile", { org_id, integration_id }, at, Number(job.data.hour));
}
