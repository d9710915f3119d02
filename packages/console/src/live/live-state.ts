/** How live news come in: over the open line, waiting for it, by asking, or not at all. */
export type LiveState =
	| { kind: "live" }
	| { kind: "reconnecting"; since: number }
	| { kind: "polling"; since: number }
	| { kind: "paused" };
