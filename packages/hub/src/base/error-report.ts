/**
 * What of a failure may be written down: names, codes and places in the code. Never its free text, because messages
 * of drivers and parsers quote the value that they choked on, and that value may be a token or a customer's name.
 */
export interface ErrorReport {
	name: string;
	code?: string;
	/** Only for programming faults whose text quotes nothing but our own source. */
	message?: string;
	stack?: string[];
	constraint?: string;
	table?: string;
	syscall?: string;
	address?: string;
	port?: number;
	cause?: ErrorReport;
}

/** Messages of the language itself: they quote identifiers, never data. */
const PROGRAMMING_FAULTS = [
	/^Cannot (?:read|set) properties of (?:undefined|null)/,
	/^[\w$.]{1,100} is not (?:a function|defined|iterable|a constructor)\b/,
	/^Cannot access '[\w$]{1,100}' before initialization$/,
	/^Assignment to constant variable\.$/,
	/^Maximum call stack size exceeded$/,
];

const IDENTIFIER = /^[\w.:$-]{1,100}$/;
const FRAME = /^\s+at [^\n]{1,300}$/;
const MAX_FRAMES = 12;
const MAX_CAUSES = 4;

/** Reduces anything that was thrown to what the log may keep. `depth` counts causes. */
export function reportError(error: unknown, depth = 0, is_condition = false): ErrorReport {
	if (typeof error === "string") return reportText(error);
	if (!(error instanceof Error)) return { name: error === null ? "null" : typeof error };
	const fields = error as unknown as Record<string, unknown>;
	const report: ErrorReport = { name: identifier(error.name) ?? "Error" };
	const code = identifier(fields.code);
	if (code !== undefined) report.code = code;
	if (code === undefined && PROGRAMMING_FAULTS.some((known) => known.test(error.message))) {
		report.message = error.message.slice(0, 300);
	}
	for (const name of ["constraint", "table", "syscall", "address"] as const) {
		const text = identifier(fields[name]);
		if (text !== undefined) report[name] = text;
	}
	if (typeof fields.port === "number") report.port = fields.port;
	// a condition, not a mistake: it is met by every request while it lasts, always in the same places
	const hasCondition = code === "unavailable";
	const stack = hasCondition || is_condition ? [] : frames(error.stack);
	if (stack.length > 0) report.stack = stack;
	if (error.cause !== undefined && depth < MAX_CAUSES) report.cause = reportError(error.cause, depth + 1, hasCondition);
	return report;
}

/** Someone logged `String(error)` or a stack: keep the class name and the frames. */
function reportText(text: string): ErrorReport {
	const name = /^([A-Z]\w{0,60}(?:Error|Exception)|Error)\b/.exec(text)?.[1] ?? "text";
	const stack = frames(text);
	return stack.length > 0 ? { name, stack } : { name };
}

function frames(stack: string | undefined): string[] {
	if (!stack) return [];
	return stack
		.split("\n")
		.filter((line) => FRAME.test(line))
		.slice(0, MAX_FRAMES)
		.map((line) => line.trim().replace(/\(?file:\/\/.*?\/(packages|examples|node_modules)\//, "($1/"));
}

function identifier(value: unknown): string | undefined {
	return typeof value === "string" && IDENTIFIER.test(value) ? value : undefined;
}
