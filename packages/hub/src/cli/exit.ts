import { CommanderError } from "commander";
import { type ErrorCode, HubError } from "../base/error.ts";

/** Exit codes of the command line (product.md section 5). */
export const EXIT = {
	done: 0,
	/** It ran and found failures. */
	failed: 1,
	usage: 2,
	configuration: 3,
	unreachable: 4,
	not_allowed: 5,
	/** Needs a decision, or the state is another one than was thought. */
	conflict: 6,
	our_fault: 70,
} as const;

const BY_CODE: Partial<Record<ErrorCode, number>> = {
	configuration: EXIT.configuration,
	invalid_field: EXIT.usage,
	invalid_request: EXIT.usage,
	invalid_scope: EXIT.usage,
	provider_unreachable: EXIT.unreachable,
	unavailable: EXIT.unreachable,
	request_timeout: EXIT.unreachable,
	rate_limited: EXIT.unreachable,
	unauthorized: EXIT.not_allowed,
	insufficient_scope: EXIT.not_allowed,
	invalid_client: EXIT.not_allowed,
	signature_missing: EXIT.not_allowed,
	signature_mismatch: EXIT.not_allowed,
	provider_reauthorization_needed: EXIT.not_allowed,
	already_exists: EXIT.conflict,
	binding_conflict: EXIT.conflict,
	code_already_used: EXIT.conflict,
	idempotency_mismatch: EXIT.conflict,
	delivery_not_replayable: EXIT.conflict,
	order_not_cancelable: EXIT.conflict,
	onboarding_not_active: EXIT.conflict,
	internal: EXIT.our_fault,
};

/** What a shell reports for a process that a signal ended: ours ends by itself after a clean stop, and says the same. */
export const SIGNAL_EXIT = { SIGINT: 130, SIGTERM: 143 } as const;

/** The exit code for whatever ended a command. */
export function exitCodeOf(error: unknown): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
	if (error instanceof HubError) return BY_CODE[error.code] ?? EXIT.failed;
	return EXIT.our_fault;
}
