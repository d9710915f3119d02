import { createColors } from "picocolors";
import { ERRORS, type HubError } from "../base/error.ts";
import { renderRecord, renderTable } from "./table.ts";
import { terminalText } from "./terminal-text.ts";

/** What a stream must have to be written to. */
export interface TextSink {
	write(text: string, done?: () => void): unknown;
	on?(event: "error", listener: () => void): unknown;
	/** What is still queued in it, bytes. */
	writableLength?: number;
	isTTY?: boolean;
	columns?: number;
}

export type Colors = ReturnType<typeof createColors>;

/** Everything that a command says: data on stdout, talk on stderr. */
export interface Output {
	/** The result of the command: with `--json` the document itself, otherwise what `render` makes of it. */
	data(document: unknown, render: (format: Format) => string): void;
	/** Progress or advice, on stderr. */
	say(line: string): void;
	/** Why the command failed and what to do next: on stderr; with `--json` also as the document on stdout. */
	fail(failure: Failure): void;
}

/** A failure in words; `next` is the last line of a failing run. */
export interface Failure {
	code: string;
	title: string;
	detail?: string | undefined;
	param?: string | undefined;
	next?: string | undefined;
}

/** How results are laid out on this terminal. */
export interface Format {
	colors: Colors;
	table(rows: readonly object[], fields: readonly string[], empty: string): string;
	record(record: object): string;
}

/**
 * Makes the output of one command. Colours only on a terminal; NO_COLOR, FORCE_COLOR and `--no-color` are honoured.
 * `--json` means one document on stdout and nothing else there.
 */
export function createOutput(parts: {
	stdout: TextSink;
	stderr: TextSink;
	env: Readonly<Record<string, string | undefined>>;
	json: boolean;
	no_color: boolean;
}): Output {
	const { stdout, stderr, env, json } = parts;
	const colorsFor = (stream: TextSink) => createColors(wantsColor(stream, env, parts.no_color));
	const width = stdout.isTTY ? stdout.columns : undefined;
	const colors = colorsFor(stdout);
	const talk = colorsFor(stderr);
	const say = (line: string) => void stderr.write(`${line}\n`);
	const format: Format = {
		colors,
		table: (rows, fields, empty) =>
			rows.length === 0
				? empty
				: renderTable(rows as Record<string, unknown>[], fields, { width, heading: colors.bold }),
		record: (record) => renderRecord(record as Record<string, unknown>, { width, heading: colors.bold }),
	};
	return {
		say,
		data(document, render) {
			const text = json ? JSON.stringify(document, undefined, stdout.isTTY ? 2 : undefined) : render(format);
			stdout.write(`${text}\n`);
		},
		fail(failure) {
			const [first, ...more] = (failure.detail ?? failure.title).split("\n").map(terminalText);
			say(`${talk.red("✗")} ${failure.param ? `${terminalText(failure.param)}: ` : ""}${first}`);
			for (const line of more) say(`${talk.red("✗")} ${line}`);
			if (failure.next) say(failure.next);
			if (json) stdout.write(`${JSON.stringify({ error: failure })}\n`);
		},
	};
}

/** A failure of ours in words. */
export function failureOf(error: HubError): Failure {
	const { code, detail, param } = error;
	return { code, title: ERRORS[code].title, detail, param, next: ERRORS[code].next };
}

function wantsColor(stream: TextSink, env: Readonly<Record<string, string | undefined>>, no_color: boolean): boolean {
	if (no_color || (env.NO_COLOR !== undefined && env.NO_COLOR !== "")) return false;
	if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
	return stream.isTTY === true && env.TERM !== "dumb";
}
