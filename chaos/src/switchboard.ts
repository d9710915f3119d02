import type { History } from "@ticketrail/history";
import type { Hub } from "./hubs.ts";
import { randomOf } from "./random.ts";

type Reachable = Pick<Hub, "name" | "url" | "life">;

/** What stands in front of the hubs, as a load balancer would: every try of a request goes to one of them. */
export interface Switchboard {
	/** The address that the outside knows; nothing listens there. */
	public_url: string;
	/** `fetch`, with the hubs' common address led to one of them. */
	fetch: typeof globalThis.fetch;
	setHubs(hubs: readonly Reachable[]): void;
	/** Hears of each order that was acknowledged for the first time. */
	onAcknowledged: ((order_id: string, by: Reachable) => void) | undefined;
}

/** A name for one port that is nobody's: it is replaced before anything is sent. */
const PUBLIC_URL = "http://127.0.0.1:9";

export function openSwitchboard({ seed, run }: { seed: string; run: History }): Switchboard {
	const random = randomOf(seed, "switchboard");
	const acknowledged = new Set<string>();
	let hubs: readonly Reachable[] = [];
	let turn = 0;

	const board: Switchboard = {
		public_url: PUBLIC_URL,
		onAcknowledged: undefined,
		setHubs(next) {
			hubs = next;
		},
		async fetch(input, init) {
			const url = String(input);
			if (!url.startsWith(PUBLIC_URL)) return await fetch(input, init);
			// by turns, so that a repeat meets another hub than the try before, with a little chance between
			turn += random() < 0.9 ? 1 : 0;
			const hub = hubs[turn % hubs.length];
			if (hub === undefined) throw new Error("there is no hub yet");
			const { name, life } = hub;
			const answer = await fetch(hub.url + url.slice(PUBLIC_URL.length), init);
			if (answer.ok && url.includes("/order/")) note(String(init?.body), { name, url: hub.url, life });
			return answer;
		},
	};
	return board;

	function note(body: string, by: Reachable): void {
		const { order } = JSON.parse(body) as { order?: { id: string } };
		if (order === undefined || acknowledged.has(order.id)) return;
		acknowledged.add(order.id);
		run.begin({ op: "order.acknowledged", order: order.id, content: { hub: by.name, life: by.life } })({ kind: "ok" });
		board.onAcknowledged?.(order.id, by);
	}
}
