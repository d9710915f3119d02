import type { HubProcess } from "./hub-process.ts";
import type { Random } from "./random.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Calls any hub until one answers, `tries` times at most. A rejection is no answer. */
export type CallAnyHub = <T>(call: (hub: HubProcess) => Promise<T>, tries: number, onDone: (value: T) => void) => void;

const CALL_TIMEOUT_MS = 10_000;

/** For whoever calls from outside: after a while without an answer the next hub is asked. */
export function createCallAnyHub(parts: {
	time: VirtualTime;
	random: Random;
	anyHub: () => HubProcess | undefined;
}): CallAnyHub {
	const { time, random } = parts;
	return function until(call, tries, onDone) {
		const again = () => {
			if (tries > 1) time.plan(time.now() + random.int(500, 3000), () => until(call, tries - 1, onDone));
		};
		const hub = parts.anyHub();
		if (hub === undefined) {
			again();
			return;
		}
		let isOver = false;
		const timeout = time.plan(time.now() + CALL_TIMEOUT_MS, () => {
			isOver = true;
			again();
		});
		const end = (act: () => void) => {
			timeout.cancel();
			if (!isOver) act();
			isOver = true;
		};
		call(hub).then(
			(value) => end(() => onDone(value)),
			() => end(again),
		);
	};
}
