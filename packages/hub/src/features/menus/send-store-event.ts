import type { LocationUpdate } from "@ticketrail/contract";
import { isHubError } from "../../base/error.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { Provider } from "../../clients/provider.ts";
import { findChannel } from "../../storage/tables/binding-channel.ts";
import type { DeliveryToSend } from "../../storage/tables/delivery.ts";
import { hasPublication } from "../../storage/tables/menu-publication.ts";
import { isOvertaken } from "../catalog/index.ts";
import type { MenusParts } from "./menus.ts";
import { publishMenu } from "./publish-menu.ts";
import { queuePublish } from "./request-publish.ts";

const OVERTAKEN = "the store is to stay closed for longer";
const BY_PLAN = "menus of this DSP go out by plan only";

/** How a message about a store ended, or why there was nothing to send any more. */
export type StoreEventResult = Outcome | { dropped: string };

/** Send one message about a store with the call that its type needs (contract.md C.2.4, C.3). */
export async function sendStoreEvent(parts: MenusParts, delivery: DeliveryToSend): Promise<StoreEventResult> {
	const { db, dsp } = parts;
	const { org_id, slug, delivery_id } = delivery;
	const provider = await parts.getProvider(slug);
	if (provider === undefined) return { dropped: "the DSP is no longer registered" };
	if (delivery.type === "connection.delete") {
		return call(parts, delivery, (token) => dsp.disconnect(provider, token, locationIn(delivery.body)));
	}
	const channel = delivery.binding_id === null ? undefined : await findChannel(db, org_id, delivery.binding_id);
	if (channel === undefined) return { dropped: "the store is no longer linked" };
	const { menu_version, publish_menus } = provider.settings;
	const isHeldBack = publish_menus === "by_plan";
	switch (delivery.type) {
		case "connection.create":
			if (channel.connected_at !== null) return { dropped: "the store is connected already" };
			if (isHeldBack && !(await hasPublication(db, org_id, channel.binding_id))) return { dropped: BY_PLAN };
			return call(parts, delivery, (token) => dsp.connect(provider, token, channel.dsp_location_id));
		case "location.publish": {
			if (isHeldBack && delivery.body === "") return { dropped: BY_PLAN };
			if (delivery.body !== "") return sendEvent(parts, provider, delivery, delivery.body);
			const published = await publishMenu(parts, channel, menu_version, delivery_id);
			return "dropped" in published ? published : sendEvent(parts, provider, delivery, published.body);
		}
		case "location.update":
			if (canTakeUpdate(provider, delivery.body)) return sendEvent(parts, provider, delivery, delivery.body);
			// harmless when it happens twice: the second file would be the first one again
			await parts.queue.transaction((tx) => queuePublish(tx, channel, parts.clock.now()));
			return { dropped: "this DSP takes whole menus instead" };
		case "location.pause":
		case "location.resume":
			if (isOvertaken(JSON.parse(delivery.body), channel, parts.clock.now())) return { dropped: OVERTAKEN };
			return sendEvent(parts, provider, delivery, delivery.body);
		default:
			return sendEvent(parts, provider, delivery, delivery.body);
	}
}

function sendEvent(
	parts: MenusParts,
	provider: Provider,
	delivery: DeliveryToSend,
	body: string,
): Promise<StoreEventResult> {
	return call(parts, delivery, (token) => parts.dsp.sendEvent(provider, token, body, delivery.delivery_id));
}

/** A token that cannot be had right now is a request that never left: it is tried again with the usual patience. */
async function call(
	parts: MenusParts,
	delivery: DeliveryToSend,
	make: (access_token: string) => Promise<Outcome>,
): Promise<Outcome> {
	try {
		return await parts.withToken(delivery.org_id, delivery.integration_id, make);
	} catch (error) {
		if (isHubError(error)) return { stage: "never_sent", reason: error.code, detail: error.message, latency_ms: 0 };
		throw error;
	}
}

/**
 * Whether a stock change can be told to the DSP object by object. A flat menu has no activity for a whole family: where only
 * that is said, its items need the file (contract.md C.6.2).
 */
function canTakeUpdate({ settings }: Provider, body: string): boolean {
	if (!settings.object_updates || settings.menu_version === "v1") return settings.object_updates;
	const { items, variations } = (JSON.parse(body) as LocationUpdate).object_updates;
	return items.length === 0 || variations.length > 0;
}

function locationIn(body: string): string {
	return (JSON.parse(body) as { location_id: string }).location_id;
}
