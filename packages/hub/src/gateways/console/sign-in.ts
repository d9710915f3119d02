import { CONSOLE_PERMISSION_NAMES, CONSOLE_PERMISSIONS, type Session } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { HubError, isHubError } from "../../base/error.ts";
import type { Console } from "../../features/console/index.ts";
import { type ConsoleVisitor, isAllowed, type SignIn } from "../../features/sign-in/index.ts";
import { readSession, sessionCookie } from "../account-cookie.ts";
import type { Call, Endpoint } from "../endpoint.ts";
import { createGuessLimit } from "../guess-limit.ts";
import { consoleEndpoint } from "./console-endpoint.ts";
import { refuseCrossSite, visitorOf } from "./visit.ts";

/** What sign-in at the console needs. */
export interface ConsoleSignInParts {
	sign_in: Pick<SignIn, "consoleVisitor" | "signInByLink" | "signInByPassword" | "signOut" | "setPassword">;
	clock: Clock;
	public_url: string;
	version: string;
	environment: "test" | "live";
	console: Pick<Console, "themeOf">;
}

const WINDOW_MS = 15 * 60_000;
/** Wrong guesses of one address, and from one place, in a window. */
const MAX_BY_EMAIL = 10;
const MAX_BY_PLACE = 30;

/** Session, sign-in by password or link, sign-out, password. */
export function consoleSignIn(parts: ConsoleSignInParts): Endpoint[] {
	const { sign_in, clock, public_url } = parts;
	const by_email = createGuessLimit({ clock, max: MAX_BY_EMAIL, window_ms: WINDOW_MS, max_keys: 10_000 });
	const by_place = createGuessLimit({ clock, max: MAX_BY_PLACE, window_ms: WINDOW_MS, max_keys: 10_000 });

	/** One try, unless too many went wrong before it; an old session of this browser ends with a new one. */
	async function enter(
		call: Pick<Call, "headers" | "remote_address">,
		email: string | undefined,
		go: () => Promise<string>,
	) {
		refuseCrossSite(call as Parameters<typeof refuseCrossSite>[0], public_url);
		const wait_s = Math.max(by_place.wait_s(call.remote_address), email === undefined ? 0 : by_email.wait_s(email));
		if (wait_s > 0) throw new HubError("rate_limited", { retry_after_s: wait_s });
		let session: string;
		try {
			session = await go();
		} catch (error) {
			if (isHubError(error, "sign_in_failed", "sign_in_link_invalid")) {
				by_place.note(call.remote_address);
				if (email !== undefined) by_email.note(email);
			}
			throw error;
		}
		const before = readSession(call);
		if (before !== undefined) await sign_in.signOut(before);
		const visitor = await sign_in.consoleVisitor(session);
		if (visitor === undefined) throw new Error("a session that was just opened must be readable");
		return { body: await describe(visitor), headers: { "set-cookie": sessionCookie(public_url, session) } };
	}

	async function describe(visitor: ConsoleVisitor): Promise<Session> {
		const { org, full_name } = visitor;
		return {
			user: { _id: visitor.user_id, email: visitor.email, ...(full_name && { full_name }) },
			role: visitor.role,
			...(org && { org: { _id: org.org_id, name: org.name } }),
			permissions: CONSOLE_PERMISSION_NAMES.filter((permission) => isAllowed(visitor, permission)),
			who_can: Object.fromEntries(Object.entries(CONSOLE_PERMISSIONS).map(([name, roles]) => [name, [...roles]])),
			has_password: visitor.has_password,
			csrf_token: visitor.csrf_token,
			expires_at: visitor.expires_at,
			idle_expires_at: visitor.idle_expires_at,
			hub: { version: parts.version, environment: parts.environment, public_url },
			theme: await parts.console.themeOf(org?.partner_id),
		};
	}

	return [
		// whoever has not signed in yet has done nothing wrong
		consoleEndpoint("consoleSession", [], async (call) => {
			const visitor = await visitorOf(parts, call);
			return { body: visitor === undefined ? null : await describe(visitor) };
		}),
		consoleEndpoint("consoleSignIn", ["sign_in_failed", "cross_site_request", "rate_limited"], (call) =>
			enter(call, call.body.email.trim().toLowerCase(), () => sign_in.signInByPassword(call.body)),
		),
		consoleEndpoint("consoleSignInByLink", ["sign_in_link_invalid", "cross_site_request", "rate_limited"], (call) =>
			enter(call, undefined, () => sign_in.signInByLink(call.body.token)),
		),
		consoleEndpoint("consoleSignOut", [], async (call) => {
			const session = readSession(call);
			if (session !== undefined) await sign_in.signOut(session);
			return { body: undefined, headers: { "set-cookie": sessionCookie(public_url, "") } };
		}),
		consoleEndpoint("consoleSetPassword", ["sign_in_failed"], async ({ visit: { visitor }, body }) => {
			const { user_id: operator_id, session_digest, email } = visitor;
			const wait_s = by_email.wait_s(email);
			if (wait_s > 0) throw new HubError("rate_limited", { retry_after_s: wait_s });
			try {
				await sign_in.setPassword({ operator_id, session_digest }, body);
			} catch (error) {
				if (isHubError(error, "sign_in_failed")) by_email.note(email);
				throw error;
			}
			return { body: await describe({ ...visitor, has_password: true }) };
		}),
	];
}
