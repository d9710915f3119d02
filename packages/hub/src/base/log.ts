import { pino } from "pino";
import { createBoundedWriter, type LineSink } from "./bounded-writer.ts";
import { reportError } from "./error-report.ts";

/**
 * The only names that reach a log line. Ids, counts, times, states and codes are here; nothing that can hold a token,
 * a secret, a body, a URL with a query string, or what a customer typed. A new name is a decision, made here.
 */
export const LOG_FIELDS = [
	// one request or job
	"request_id",
	"method",
	"route",
	"status",
	"ms",
	"took_ms",
	"latency_ms",
	"job_id",
	"job",
	"queue",
	"retry_count",
	"depth",
	"batch",
	// whom and what it is about
	"partner_id",
	"client_id",
	"org_id",
	"integration_id",
	"onboarding_id",
	"location_id",
	"binding_id",
	"order_id",
	"delivery_id",
	"attempt_id",
	"publication_id",
	"provider_id",
	"slug",
	"type",
	"kind",
	"version",
	// what happened
	"attempt",
	"attempts",
	"stage",
	"outcome",
	"effect",
	"state",
	"from",
	"to",
	"code",
	"param",
	"reason",
	"result",
	"count",
	"bytes",
	"lines",
	"objects",
	"changed",
	"warnings",
	"next_at",
	"next_in_s",
	"delay_ms",
	"deadline_at",
	"paused_until",
	// the process
	"pid",
	"port",
	"host",
	"origin",
	"signal",
	"roles",
	"node",
	"migration",
	"database",
	"check",
] as const;

type LogField = (typeof LOG_FIELDS)[number];
type LogValue = string | number | boolean | null | undefined;

/** Fields of one log line: the names of `LOG_FIELDS`, plain values, and `error`, of which only `reportError` is kept. */
export type LogFields = Partial<Record<LogField, LogValue>> & { error?: unknown };

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One line of JSON for each happening; `event` is a stable name such as `delivery.attempted`. */
export interface Log {
	debug(event: string, fields?: LogFields): void;
	info(event: string, fields?: LogFields): void;
	warn(event: string, fields?: LogFields): void;
	error(event: string, fields?: LogFields): void;
	/** A log whose lines all carry these fields too. */
	child(fields: LogFields): Log;
}

const ALLOWED: ReadonlySet<string> = new Set(LOG_FIELDS);
const MAX_TEXT = 300;

/**
 * Makes the log. `destination` is a stream, by default stderr: stdout belongs to data (product.md section 5).
 * It never waits for its reader: past 4 MB of waiting lines it drops them and later says how many (`log.dropped`).
 */
export function createLog(options: { level: LogLevel; destination?: LineSink }): Log {
	const writer = createBoundedWriter(
		options.destination ?? process.stderr,
		(lines) => `${JSON.stringify({ level: "warn", time: Date.now(), event: "log.dropped", lines })}\n`,
	);
	const logger = pino(
		{
			level: options.level,
			base: null,
			messageKey: "event",
			formatters: { level: (label) => ({ level: label }) },
		},
		writer,
	);
	return wrap(logger, {});
}

function wrap(logger: pino.Logger, common: Record<string, unknown>): Log {
	const write = (level: "debug" | "info" | "warn" | "error") => (event: string, fields?: LogFields) => {
		if (logger.isLevelEnabled(level)) logger[level](fields ? { ...common, ...pick(fields) } : common, event);
	};
	return {
		debug: write("debug"),
		info: write("info"),
		warn: write("warn"),
		error: write("error"),
		child: (fields) => wrap(logger, { ...common, ...pick(fields) }),
	};
}

/** Keeps allowed names with plain values; an object or a list under an allowed name is dropped as well. */
function pick(fields: LogFields): Record<string, unknown> {
	const kept: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(fields)) {
		if (name === "error") {
			if (value !== undefined) kept.error = reportError(value);
		} else if (ALLOWED.has(name)) {
			if (typeof value === "string") kept[name] = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
			else if (value === null || typeof value === "number" || typeof value === "boolean") kept[name] = value;
		}
	}
	return kept;
}
