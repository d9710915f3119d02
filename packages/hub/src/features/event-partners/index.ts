import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { SecretBox } from "../../base/secret-box.ts";
import type { EventClient } from "../../clients/event-client.ts";
import {
	createDeliverer,
	createDestinations,
	type JobHandler,
	type Queue,
	type QueueName,
} from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";
import { createAnnounce } from "./announce.ts";
import { createListeners, type EventPartner } from "./listeners.ts";

export { EVENT_PREFIX, type OrderNews } from "./announce.ts";
export {
	type EventPartnerChange,
	removeEventPartner,
	type ShownEventPartner,
	showEventPartners,
	updateEventPartner,
} from "./change.ts";
export { type NewEventPartner, registerEventPartner } from "./register.ts";

/** Those who hear of orders and may name couriers (contract.md D). */
export interface EventPartners {
	/** Queue what they hear of these orders, in the caller's transaction. */
	announce: ReturnType<typeof createAnnounce>;
	/** The event partner with this slug. */
	find(slug: string): EventPartner | undefined;
	/** Learn of new event partners from now on, until the returned function is called. */
	watch(): Promise<() => void>;
	jobs: Partial<Record<QueueName, JobHandler>>;
}

/** For a process that lives as long as one command: what `announce` does, with those who listen read once. */
export async function openAnnounce(
	parts: Parameters<typeof createListeners>[0],
): Promise<ReturnType<typeof createAnnounce>> {
	const listeners = createListeners(parts);
	await listeners.refresh();
	return createAnnounce(listeners);
}

/** The verbs of this feature with what they need. */
export function createEventPartners(parts: {
	db: Database;
	queue: Queue;
	clock: Clock;
	log: Log;
	secret_box: SecretBox;
	client: EventClient;
	onAttempt: (what: { type: string; slug: string }, sent: Outcome, outcome: string) => void;
}): EventPartners {
	const { db, queue, clock, log, client, onAttempt } = parts;
	const listeners = createListeners(parts);
	return {
		announce: createAnnounce(listeners),
		find: (slug) => listeners.find(slug),
		watch: () => listeners.watch(),
		jobs: {
			"event.to-partner": createDeliverer({
				...{ db, queue, clock, log, onAttempt },
				name: "event.to-partner",
				// their own: an event partner may have the slug of a POS or DSP
				destinations: createDestinations(clock),
				async send({ slug, body, delivery_id }) {
					const partner = listeners.find(slug);
					if (partner === undefined) return { dropped: "the event partner is no longer registered" };
					return await client.send(partner, body, delivery_id);
				},
			}),
		},
	};
}
