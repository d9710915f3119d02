/** An answer of a hub to somebody at the door; `ms`: how long it took. */
export interface DoorAnswer {
	hub: number;
	path: string;
	status: number;
	retry_after: string | null;
	ms: number;
}

/** A balancer in front of hubs, as the `fetch` of whoever stands before it. */
export interface Door {
	fetch: typeof fetch;
	/** What hubs answered, in order; connections that were refused or broke are not answers. */
	answers: DoorAnswer[];
	/** Requests that broke before an answer came, and those that no hub took. */
	broken: number;
	shut: number;
	/** Send everything to one hub, or to all of them again. */
	only: number | undefined;
	/** Called when a hub has answered. */
	onAnswer: ((answer: DoorAnswer) => void) | undefined;
	close(): void;
}

const LOOK_MS = 100;
/** What a balancer says when it has nobody to send a request to. */
const NOBODY = { status: 503, headers: { "retry-after": "1" } };

/** Stand before hubs: each request goes to the next one that is ready by its own word, looked up ten times a second. */
export function openDoor(hub_urls: readonly string[]): Door {
	const is_ready = hub_urls.map(() => true);
	let turn = 0;
	const look = () =>
		hub_urls.forEach(async (url, hub) => {
			is_ready[hub] = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
				async (answer) => {
					await answer.arrayBuffer();
					return answer.ok;
				},
				() => false,
			);
		});
	const timer = setInterval(look, LOOK_MS);

	function candidates(): number[] {
		if (door.only !== undefined) return [door.only];
		const all = hub_urls.map((_, offset) => (turn + offset) % hub_urls.length);
		turn++;
		const ready = all.filter((hub) => is_ready[hub]);
		return ready.length > 0 ? ready : all;
	}

	const door: Door = {
		...{ answers: [], broken: 0, shut: 0, only: undefined, onAnswer: undefined },
		async fetch(request, init) {
			const { pathname, search } = new URL(String(request));
			for (const hub of candidates()) {
				const started = performance.now();
				try {
					const answer = await fetch(`${hub_urls[hub]}${pathname}${search}`, init);
					const { status, headers } = answer;
					const noted = {
						hub,
						path: pathname,
						status,
						retry_after: headers.get("retry-after"),
						ms: performance.now() - started,
					};
					door.answers.push(noted);
					door.onAnswer?.(noted);
					return answer;
				} catch (error) {
					if (!isRefused(error)) {
						door.broken++;
						throw error;
					}
				}
			}
			door.shut++;
			return new Response("no hub is there", NOBODY);
		},
		close: () => clearInterval(timer),
	};
	return door;
}

/** Nothing was sent, so another hub may be asked. */
function isRefused(error: unknown): boolean {
	return ((error as { cause?: { code?: string } }).cause?.code ?? "") === "ECONNREFUSED";
}
