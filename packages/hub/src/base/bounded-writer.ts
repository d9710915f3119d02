import type { Writable } from "node:stream";

/** What a line writer needs of a stream; `process.stderr` and `process.stdout` have it. */
export type LineSink = Pick<Writable, "write" | "writableLength" | "on">;

/** Takes whole lines and never waits. */
export interface BoundedWriter {
	write(line: string): void;
}

const DEFAULT_LIMIT = 4 * 1024 * 1024;

/**
 * Hands lines to a stream as long as at most `limit` bytes wait in it; further lines are dropped and counted, and
 * `describeDropped` makes the line that owns up to it once there is room again. A reader that stopped (a paused
 * `less`, a full journal) thus costs a bounded amount of memory and no request its answer. A stream that broke
 * (EPIPE) swallows everything from then on.
 *
 * Node's own pipe streams are used and not `fs.write` or pino's file destination: a write that blocks there holds a
 * thread of the pool, and the process can then not even exit.
 */
export function createBoundedWriter(
	sink: LineSink,
	describeDropped: (lines: number) => string,
	limit = DEFAULT_LIMIT,
): BoundedWriter {
	let dropped = 0;
	let is_broken = false;
	sink.on("error", () => {
		is_broken = true;
	});
	return {
		write(line) {
			if (is_broken) return;
			if (sink.writableLength > limit) {
				dropped += 1;
				return;
			}
			if (dropped > 0) {
				const lines = dropped;
				dropped = 0;
				sink.write(describeDropped(lines));
			}
			sink.write(line);
		},
	};
}
