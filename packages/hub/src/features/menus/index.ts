import type { Holiday, MenuPlan, PublishMenuReply } from "@ticketrail/contract";
import { createDeliverer, type JobHandler, type QueueName, type Tx } from "../../delivery/index.ts";
import { findChannel } from "../../storage/tables/binding-channel.ts";
import { findMenuFile } from "../../storage/tables/menu-publication.ts";
import { type Channels, type LocationTarget, locationPauseEnd, type PauseChange } from "../catalog/index.ts";
import { createChannels } from "./channels.ts";
import type { MenusParts } from "./menus.ts";
import { type PlanTarget, planMenu } from "./plan-menu.ts";
import { digestOfToken } from "./publish-menu.ts";
import { publishPlan } from "./publish-plan.ts";
import { queuePauseChange } from "./queue-pause.ts";
import { connectionEvent, queueStoreEvent } from "./queue-store-event.ts";
import { requestPublish } from "./request-publish.ts";
import { sendStoreEvent } from "./send-store-event.ts";
import { changeHolidays } from "./set-holidays.ts";
import { followsStoreEvent, settleStoreEvent } from "./settle-store-event.ts";

export { scheduleOf } from "./menu-parts.ts";
export type { MenusParts } from "./menus.ts";
export { openSpans, type Span } from "./open-hours.ts";
export type { PlanTarget } from "./plan-menu.ts";

/** What DSP stores are told of the locations behind them: menus, stock, pauses, connection (contract.md C.2.4, C.3, C.6). */
export interface Menus {
	/** Queue the menu of a location for one store. */
	requestPublish(tx: Tx, target: { org_id: string; binding_id: string }): Promise<void>;
	/** Queue that a store is no longer connected; call it while the link is still in force. */
	requestDisconnect(tx: Tx, target: { org_id: string; binding_id: string }): Promise<void>;
	/** The pause of one link ends at another moment: queue what follows for its store. */
	reportLinkPause(tx: Tx, target: { org_id: string; binding_id: string }, change: PauseChange): Promise<void>;
	/** The way from a catalog to every store that shows it. */
	channels: Channels;
	/** What a publication to one store would change there (contract.md C.6); the caller has checked whose location it is. */
	planMenu(target: PlanTarget): Promise<MenuPlan>;
	/** Publish exactly what a plan showed. Errors as for the plan, and `menu_plan_stale`. */
	publishPlan(target: PlanTarget, plan_hash: string): Promise<PublishMenuReply>;
	/** Set a location's holidays; the caller has checked whose location it is. Errors: `location_not_found`, `invalid_field`. */
	setHolidays(target: LocationTarget, holidays: readonly Holiday[]): Promise<Holiday[]>;
	/** The menu file behind the token of a `download_url`, as JSON with gzip; its hash names it for caches. */
	findMenuFile(token: string): Promise<{ file: Buffer; menu_hash: string } | undefined>;
	jobs: Partial<Record<QueueName, JobHandler>>;
}

/** The verbs of this feature with what they need. */
export function createMenus(parts: MenusParts): Menus {
	const { db, queue, clock, log, destinations, onAttempt } = parts;
	const channels = createChannels(parts);
	return {
		requestPublish: (tx, target) => requestPublish(tx, target, clock.now()),
		async requestDisconnect(tx, { org_id, binding_id }) {
			const channel = await findChannel(tx, org_id, binding_id);
			if (channel === undefined || channel.connected_at === null) return;
			await queueStoreEvent(tx, channel, connectionEvent(channel, "connection.delete"), clock.now());
		},
		async reportLinkPause(tx, { org_id, binding_id }, change) {
			const channel = await findChannel(tx, org_id, binding_id);
			// its first menu will bring the state of that moment
			if (channel === undefined || channel.catalog_version === 0) return;
			await queuePauseChange(tx, channel, change, locationPauseEnd(channel), clock.now());
		},
		channels,
		setHolidays: (target, holidays) =>
			changeHolidays(parts, target, holidays, (tx) => channels.requestPublishEverywhere(tx, target)),
		planMenu: (target) => planMenu(parts, target),
		publishPlan: (target, plan_hash) => publishPlan(parts, target, plan_hash),
		findMenuFile: (token) => findMenuFile(db, digestOfToken(token)),
		jobs: {
			"dsp.store-event": createDeliverer({
				...{ db, queue, clock, log, destinations },
				name: "dsp.store-event",
				send: (delivery) => sendStoreEvent(parts, delivery),
				follows: followsStoreEvent,
				onSettled: (tx, delivery, sent) => settleStoreEvent(tx, delivery, sent, clock.now()),
				...(onAttempt === undefined ? {} : { onAttempt }),
			}),
		},
	};
}
