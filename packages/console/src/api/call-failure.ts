/** Why a call gave nothing: the hub's problem (RFC 9457), or that no answer came. */
export class CallFailure extends Error {
	/** HTTP status; 0: no answer. */
	readonly status: number;
	readonly code: string;
	readonly next: string | undefined;
	readonly param: string | undefined;
	readonly request_id: string | undefined;

	constructor(problem: {
		status: number;
		code: string;
		message: string;
		next?: string;
		param?: string;
		request_id?: string;
	}) {
		super(problem.message);
		this.name = "CallFailure";
		this.status = problem.status;
		this.code = problem.code;
		this.next = problem.next;
		this.param = problem.param;
		this.request_id = problem.request_id;
	}
}

/** A thrown value as a failure of a call; what is not one is a fault of this page. */
export function asFailure(thrown: unknown): CallFailure {
	if (thrown instanceof CallFailure) return thrown;
	return new CallFailure({
		status: 0,
		code: "page_fault",
		message: thrown instanceof Error ? thrown.message : String(thrown),
	});
}
