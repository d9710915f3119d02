/**
 * How one outgoing request ended. The stage alone decides whether it may be sent again (reliability.md F18, F20, F22):
 * `never_sent` certainly did not leave, `unknown` may have arrived, `answered` has a status.
 * `latency_ms` counts from the call to the end of the answer.
 */
export type Outcome = Answered | NeverSent | Unknown;

export interface Answered {
	stage: "answered";
	/** 200 to 599; a redirect is an answer and is never followed */
	status: number;
	/** names in lower case */
	headers: AnswerHeaders;
	/** after decompression */
	body: Buffer;
	/** the rest of the body was cut off: the status is not 2xx, or the caller wanted no more */
	is_cut?: true;
	latency_ms: number;
}

export interface NeverSent {
	stage: "never_sent";
	/**
	 * a stable word: `url_not_allowed address_not_allowed invalid_request dns_failed connect_refused connect_timeout
	 * connect_failed tls_failed no_free_connection no_time_left closed`, or one of the caller's
	 */
	reason: string;
	/** a sentence for the operator; carries no secret */
	detail?: string;
	latency_ms: number;
}

export interface Unknown {
	stage: "unknown";
	/**
	 * a stable word: `no_answer connection_lost body_stalled body_cut body_too_large body_unreadable bad_answer deadline
	 * closed`
	 */
	reason: string;
	/** the status line that came before the rest failed */
	status?: number;
	latency_ms: number;
}

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;
