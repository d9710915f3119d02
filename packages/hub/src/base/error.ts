/**
 * The hub's whole error vocabulary: stable code → HTTP status, title, and what the caller should do next.
 * One place; gateways turn it into problem+json (RFC 9457), the CLI into a line on stderr.
 */
export const ERRORS = {
	// request shape
	invalid_json: {
		status: 400,
		title: "The body is not valid JSON",
		next: "Send one well-formed JSON document in UTF-8.",
	},
	invalid_field: {
		status: 400,
		title: "A field has the wrong form",
		next: "Correct the field named in param and send the request again.",
	},
	unsupported_media_type: {
		status: 415,
		title: "The media type is not supported",
		next: "Send Content-Type: application/json.",
	},
	payload_too_large: {
		status: 413,
		title: "The body is too large",
		next: "Send a smaller body; the limit is named in detail.",
	},
	route_not_found: { status: 404, title: "No such endpoint", next: "See /docs for the endpoints of this hub." },
	method_not_allowed: {
		status: 405,
		title: "The method is not allowed here",
		next: "Use a method that the Allow header names.",
	},
	request_timeout: { status: 408, title: "The request took too long to arrive", next: "Send the request again." },
	rate_limited: {
		status: 429,
		title: "Too many requests",
		next: "Wait for the seconds in Retry-After, then try again.",
	},
	malformed_request: {
		status: 400,
		title: "The request is not valid HTTP",
		next: "Correct what detail names and send the request again.",
	},
	headers_too_large: {
		status: 431,
		title: "The request headers are too large",
		next: "Send fewer or shorter headers; 16 kB is the limit.",
	},
	expectation_failed: {
		status: 417,
		title: "The Expect header asks for something unknown",
		next: "Leave Expect out, or send 100-continue.",
	},
	// who is calling
	unauthorized: {
		status: 401,
		title: "The call is not authenticated",
		next: "Get a token from POST /oauth/token and send it as Authorization: Bearer.",
	},
	insufficient_scope: {
		status: 403,
		title: "The token lacks the scope that this call needs",
		next: "Ask POST /oauth/token for the scope named in detail.",
	},
	signature_missing: {
		status: 401,
		title: "The webhook signature is missing",
		next: "Send Stream-Webhook-Signature: HMAC-SHA256 of the raw body in lower-case hex.",
	},
	signature_mismatch: {
		status: 401,
		title: "The webhook signature does not match",
		next: "Sign the exact bytes that you send with the webhook secret of this provider; see detail.",
	},
	// OAuth, RFC 6749 names (contract.md A.1)
	invalid_request: {
		status: 400,
		title: "The token request is malformed",
		next: "Send grant_type, client_id and client_secret as documented.",
	},
	invalid_client: {
		status: 401,
		title: "The client is unknown or its secret is wrong",
		next: "Check client_id and client_secret.",
	},
	invalid_grant: {
		status: 400,
		title: "The grant is not valid",
		next: "Get a new token with grant_type=client_credentials.",
	},
	unsupported_grant_type: {
		status: 400,
		title: "The grant type is not supported",
		next: "Use client_credentials or refresh_token.",
	},
	invalid_scope: {
		status: 400,
		title: "None of the requested scopes can be granted",
		next: "Ask only for scopes that this client was created with.",
	},
	token_not_found: {
		status: 404,
		title: "No such API client",
		next: "Use an _id that GET /oauth/tokens lists for one of your organisations.",
	},
	// sign-in through a partner (contract.md A.3)
	sso_token_redeemed: {
		status: 409,
		title: "This sign-in was used before",
		next: "Get a new sso_login_token from POST /white-label/generate-session; each works once.",
	},
	sso_token_invalid: {
		status: 400,
		title: "This sign-in is unknown or too old",
		next: "Get a new sso_login_token from POST /white-label/generate-session and use it within five minutes.",
	},
	// the console (ours)
	session_required: {
		status: 401,
		title: "Nobody is signed in, or the session is over",
		next: "Sign in at the console, or come back through your provider's own page.",
	},
	not_permitted: {
		status: 403,
		title: "Your role may not do this",
		next: "Ask somebody with a role that detail names.",
	},
	cross_site_request: {
		status: 403,
		title: "The request does not come from the console's own page",
		next: "Send it from the console, with the X-Csrf-Token of GET /console/session.",
	},
	sign_in_failed: {
		status: 401,
		title: "The e-mail address or the password is wrong",
		next: "Try again, or ask another operator for a sign-in link.",
	},
	sign_in_link_invalid: {
		status: 400,
		title: "This sign-in link was used, is too old, or is unknown",
		next: "Get a new one from ticketrail operator add, or from another operator.",
	},
	version_required: {
		status: 428,
		title: "The version that you looked at is missing",
		next: "Send it in If-Match.",
	},
	operator_not_found: { status: 404, title: "No such operator", next: "Use an _id that GET /console/settings shows." },
	last_operator: {
		status: 409,
		title: "The last operator stays",
		next: "Add another operator first.",
	},
	partner_not_found: { status: 404, title: "No such partner", next: "Use an _id that GET /console/settings shows." },
	log_not_found: {
		status: 404,
		title: "No such log line",
		next: "Lines are kept for 28 days; use an _id that GET /console/logs shows.",
	},
	unroutable_not_found: {
		status: 404,
		title: "No such unroutable order",
		next: "Use an _id that GET /console/unroutable shows.",
	},
	not_releasable: {
		status: 409,
		title: "This order cannot be released",
		next: "Read detail; the channel can send the order again as a new one.",
	},
	bind_not_found: {
		status: 404,
		title: "No such confirmation of links",
		next: "Use the bind_id that confirming answered with.",
	},
	undo_over: {
		status: 409,
		title: "It is too late to undo this",
		next: "End or change the link instead; what has flowed is shown there.",
	},
	// onboarding
	org_not_found: {
		status: 404,
		title: "No such organisation",
		next: "Use an org_id that POST /onboarding/org returned to you.",
	},
	onboarding_not_found: {
		status: 404,
		title: "No such onboarding",
		next: "Use an _id that POST /onboarding/integrations returned to you.",
	},
	source_not_found: {
		status: 404,
		title: "No such POS or DSP",
		next: "Use a source that this hub has registered; ticketrail provider list shows them.",
	},
	return_url_not_allowed: {
		status: 400,
		title: "The return_url is not registered for this partner",
		next: "Register its origin with ticketrail partner add --return-url-origin.",
	},
	code_rejected: {
		status: 400,
		title: "The other system refused the code",
		next: "Start the sign-in again and submit the new code.",
	},
	code_already_used: {
		status: 409,
		title: "This code was already used",
		next: "Start the sign-in again and submit the new code.",
	},
	onboarding_not_active: {
		status: 409,
		title: "The integration is not connected",
		next: "Complete it with PUT /onboarding/integrations/{id} first.",
	},
	location_not_found: { status: 404, title: "No such location", next: "Use an id from GET /onboarding/locations." },
	dsp_store_not_found: {
		status: 404,
		title: "No such store at the DSP",
		next: "Use a dsp_provider_id from GET /onboarding/locations of the DSP onboarding.",
	},
	binding_conflict: {
		status: 409,
		title: "The store is already linked",
		next: "Unlink it where it is linked now, or choose another store.",
	},
	version_mismatch: {
		status: 412,
		title: "What you looked at has changed",
		next: "Read it again, look at what is different, and decide again.",
	},
	origin_not_allowed: {
		status: 400,
		title: "The origin is not registered for this partner",
		next: "Use one of the partner's registered origins, or have the operator register this one.",
	},
	onboarding_link_invalid: {
		status: 400,
		title: "This onboarding link is unknown, too old, or opened in the wrong place",
		next: "Ask whoever sent it for a new one.",
	},
	onboarding_link_used: {
		status: 409,
		title: "This onboarding link was opened before",
		next: "Go on where it was opened, or ask whoever sent it for a new one.",
	},
	reason_needed: {
		status: 400,
		title: "A hard fact of the pair differs and no reason is given",
		next: "Ask the merchant, then say in reason why the pair is right, or leave it out.",
	},
	brand_name_needed: {
		status: 400,
		title: "The location has a store of this DSP already",
		next: "Name the virtual brand in brand_name, or choose another location.",
	},
	link_not_found: {
		status: 404,
		title: "No such link",
		next: "Use an _id that POST /onboarding/locations/bind answered with.",
	},
	wrong_integration_type: {
		status: 400,
		title: "The onboarding is of the other kind",
		next: "Use a POS onboarding to ingest and a DSP onboarding to bind.",
	},
	provider_unreachable: {
		status: 502,
		title: "The other system did not answer",
		next: "Try again; if it stays, check the provider's base URL and its status.",
	},
	provider_refused: {
		status: 502,
		title: "The other system refused the call",
		next: "Read detail; the provider's own message is there.",
	},
	provider_reauthorization_needed: {
		status: 409,
		title: "The authorization at the other system is gone",
		next: "Start the integration again so that the merchant can sign in.",
	},
	idempotency_mismatch: {
		status: 422,
		title: "The same key was used with another body",
		next: "Use a new key for a new request.",
	},
	// orders, deliveries, menus
	order_not_found: { status: 404, title: "No such order", next: "List orders with ticketrail order list --org ORG." },
	order_not_cancelable: {
		status: 409,
		title: "This order cannot be cancelled any more",
		next: "Read detail, which names its state; call the channel or the kitchen where something must still be done.",
	},
	delivery_not_found: {
		status: 404,
		title: "No such delivery",
		next: "List deliveries with ticketrail deliveries list.",
	},
	delivery_not_replayable: {
		status: 409,
		title: "This delivery cannot be replayed",
		next: "Only dead deliveries can be sent again.",
	},
	menu_not_found: {
		status: 404,
		title: "No such menu file",
		next: "Use the download_url of the latest location.publish event.",
	},
	catalog_not_synced: {
		status: 409,
		title: "The location has no catalog yet",
		next: "Ingest the location again; sync_error of its catalog says what the POS answered.",
	},
	menu_plan_stale: {
		status: 409,
		title: "The plan is out of date",
		next: "Get the menu-plan again, look at it, and publish with its plan_hash.",
	},
	provider_not_found: {
		status: 404,
		title: "No such provider",
		next: "Check the slug in the URL; ticketrail provider list shows them.",
	},
	already_exists: { status: 409, title: "It exists already", next: "Choose another name, or use the existing one." },
	// ours
	unavailable: {
		status: 503,
		title: "The hub cannot take this now",
		next: "Send the request again after Retry-After seconds.",
	},
	internal: { status: 500, title: "The hub failed", next: "Tell the operator the request_id." },
	configuration: { status: 500, title: "The configuration is wrong", next: "Correct the variables named in detail." },
} as const satisfies Record<string, { status: number; title: string; next: string }>;

export type ErrorCode = keyof typeof ERRORS;

/**
 * A failure that a caller may see. `detail` is public: a sentence about this case; `param` names the field at fault
 * as a JSON pointer or query name; `cause` stays private and goes to the log.
 */
export class HubError extends Error {
	readonly code: ErrorCode;
	readonly status: number;
	readonly detail: string | undefined;
	readonly param: string | undefined;
	readonly retry_after_s: number | undefined;

	constructor(
		code: ErrorCode,
		options: { detail?: string; param?: string; retry_after_s?: number; cause?: unknown } = {},
	) {
		super(options.detail ?? ERRORS[code].title, { cause: options.cause });
		this.name = "HubError";
		this.code = code;
		this.status = ERRORS[code].status;
		this.detail = options.detail;
		this.param = options.param;
		this.retry_after_s = options.retry_after_s;
	}
}

/** Narrow an unknown failure to one of ours with one of the given codes. */
export function isHubError(error: unknown, ...codes: ErrorCode[]): error is HubError {
	return error instanceof HubError && (codes.length === 0 || codes.includes(error.code));
}
