import type { TextSink } from "./output.ts";

/** How long a finished command waits for someone to read its talk. */
const TALK_MS = 1_000;

/** A reader that goes away (`| head -1`) ends nothing but the writing: without this the stream's error would end the process. */
export function tolerateClosedReaders(...sinks: TextSink[]): void {
	for (const sink of sinks) sink.on?.("error", () => {});
}

/**
 * Resolves when what was written has left the process: writes to a pipe are only queued, and a `process.exit` right
 * after them cuts a long document at 64 kB. Data waits for its reader like in any pipe; talk waits a second at most.
 */
export async function flush(stdout: TextSink, stderr: TextSink): Promise<void> {
	await written(stdout);
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, TALK_MS);
	});
	await Promise.race([written(stderr), late]);
	clearTimeout(timer);
}

function written(sink: TextSink): Promise<void> {
	if (!sink.writableLength) return Promise.resolve();
	return new Promise((resolve) => {
		sink.write("", () => resolve());
	});
}
