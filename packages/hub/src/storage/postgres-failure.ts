import { HubError } from "../base/error.ts";

/** SQLSTATE of a server error, or Node's code of a socket error; empty when there is neither. */
export function codeOf(error: unknown): string {
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === "string" ? code : "";
}

/** Serialization failure or deadlock: the whole transaction was rolled back and may simply run again. */
export function isRetryable(error: unknown): boolean {
	const code = codeOf(error);
	return code === "40001" || code === "40P01";
}

/** The driver reports these without a code. */
const BROKEN_MESSAGE =
	/^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded when trying to connect|timeout expired|The server does not support SSL|This socket has been ended)/;

const SOCKET_CODE =
	/^(ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|ENETUNREACH$|EAI_AGAIN$|ENOTFOUND$|ERR_STREAM|ERR_SOCKET|EHOSTDOWN$|EADDRNOTAVAIL$)/;

/** The connection is gone or of no more use: 08xxx, 57P0x, a socket error, or a silence longer than our patience. */
export function isConnectionFailure(error: unknown): boolean {
	const code = codeOf(error);
	if (/^(08...|57P0.)$/.test(code) || SOCKET_CODE.test(code)) return true;
	return error instanceof Error && code === "" && BROKEN_MESSAGE.test(error.message);
}

/** The server is a standby, by its own word (a primary that was demoted while we were connected). */
export function isReadOnly(error: unknown): boolean {
	return codeOf(error) === "25006";
}

/**
 * A plan of this one connection is stale, or a transaction that failed is still open in it although nobody works in it any more: it
 * must not go back into the pool, and what was asked has not been done.
 */
export function isStaleSession(error: unknown): boolean {
	const code = codeOf(error);
	return code === "25P02" || (code === "0A000" && error instanceof Error && error.message.includes("cached plan"));
}

/**
 * Conditions of the database, not of the statement: lost connections, failover, lock and statement timeouts, and
 * exhausted resources such as a full disk (class 53) or failing storage (58). The caller may try again.
 */
function isPassing(error: unknown): boolean {
	return (
		isConnectionFailure(error) ||
		isReadOnly(error) ||
		isRetryable(error) ||
		isStaleSession(error) ||
		/^(53...|58...|57014|55P03|25P03|25P04|40003)$/.test(codeOf(error))
	);
}

/**
 * What callers above see: `unavailable` with a second of patience for passing conditions, the driver's own error
 * (with its SQLSTATE in `code`) for everything else, such as a unique violation.
 */
export function translateFailure(error: unknown): unknown {
	if (error instanceof HubError || !isPassing(error)) return error;
	return new HubError("unavailable", { detail: "The database cannot take this now.", retry_after_s: 1, cause: error });
}

/** The server said at COMMIT that it did not commit; any other error there leaves the outcome unknown. */
export function isDefiniteAtCommit(error: unknown): boolean {
	return isRetryable(error) || /^(23...|25P02)$/.test(codeOf(error));
}
