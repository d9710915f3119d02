import { CallFailure } from "@ticketrail/console/onboarding";

/** Calls a function of the door and gives its answer; throws `CallFailure`. */
export type CallDoor = <T>(name: string, body?: unknown, signal?: AbortSignal) => Promise<T>;

/** Calls below `prefix` of this page's own origin. `session` is this page's bearer token, where it has one. */
export function createDoorCaller(prefix: string, session?: string): CallDoor {
	return async <T>(name: string, body: unknown = {}, signal?: AbortSignal): Promise<T> => {
		const answer = await fetch(`${prefix}/${name}`, {
			method: "POST",
			headers: { "content-type": "application/json", ...(session && { authorization: `Bearer ${session}` }) },
			body: JSON.stringify(body),
			...(signal && { signal }),
		}).catch((error: unknown) => {
			if (signal?.aborted) throw error;
			throw new CallFailure({ status: 0, code: "network", message: "No answer came." });
		});
		const reply = (await answer.json().catch(() => ({}))) as Record<string, string | undefined>;
		if (answer.ok) return reply as T;
		const { code = `http_${answer.status}`, detail, title, next, param, request_id } = reply;
		throw new CallFailure({
			...{ status: answer.status, code, message: detail ?? title ?? `The answer was ${answer.status}.` },
			...(next && { next }),
			...(param && { param }),
			...(request_id && { request_id }),
		});
	};
}
