import type { PublishMenuReply } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { findChannel } from "../../storage/tables/binding-channel.ts";
import { lockCatalog } from "../../storage/tables/location-sync.ts";
import { insertMenuPublication } from "../../storage/tables/menu-publication.ts";
import type { MenusParts } from "./menus.ts";
import { makePlan, type PlanTarget } from "./plan-menu.ts";
import { newAddress } from "./publish-menu.ts";
import { builtPublishEvent } from "./queue-store-event.ts";
import { queuePublish } from "./request-publish.ts";

/**
 * Publish exactly the menu that a plan showed (contract.md C.3), connecting the store first where it is not (C.2.4). Refused
 * when the menu would be another by now, or the channel has another one. Errors: those of the plan, and `menu_plan_stale`.
 */
export async function publishPlan(parts: MenusParts, target: PlanTarget, plan_hash: string): Promise<PublishMenuReply> {
	const { queue, clock } = parts;
	const { plan, channel, file } = await makePlan(parts, target);
	if (plan.plan_hash !== plan_hash) throw new HubError("menu_plan_stale");
	const { org_id, binding_id, location_id, slug, catalog_version } = channel;
	const { menu_hash } = plan;
	const now = clock.now();
	return queue.transaction(async (tx) => {
		// a sync that commits later queues its own menu behind this one
		const isCurrent = (await lockCatalog(tx, org_id, location_id)) === catalog_version;
		const latest = isCurrent ? await findChannel(tx, org_id, binding_id) : undefined;
		if (latest === undefined) throw new HubError("menu_plan_stale");
		const { download_url, token_digest } = newAddress(parts);
		const delivery_id = await queuePublish(tx, latest, now, builtPublishEvent(latest, download_url));
		if (delivery_id === undefined) throw new HubError("menu_plan_stale");
		await insertMenuPublication(tx, {
			...{ org_id, publication_id: delivery_id, binding_id, location_id, slug, catalog_version, menu_hash },
			...{ file, created_at: now, token_digest },
		});
		return { delivery_id, menu_hash, status: "queued" };
	});
}
