import { randomBytes } from "node:crypto";
import { isSame } from "./grants.ts";
import type { Call } from "./server.ts";

/** A restaurant owner's login at this DSP. */
export interface OwnerAccount {
	id: string;
	username: string;
	password: string;
	full_name: string;
}

/** The login that the sign-in page offers as a sample. There is nothing behind it worth guarding. */
export const SAMPLE_ACCOUNTS: readonly OwnerAccount[] = [
	{ id: "owner-118", username: "ana", password: "front-door", full_name: "Ana Lopez" },
];

/** Named after this DSP: browsers share cookies between all ports of one machine. */
const SIGN_IN_COOKIE = "reference_dsp_session";
const VISITOR_COOKIE = "reference_dsp_visitor";
const SIGN_IN_LIFE_S = 1800;

export interface Sessions {
	/** The cookie of a new session when the password is right. */
	signIn(username: string, password: string): string | undefined;
	accountOf(call: Call): OwnerAccount | undefined;
	signOut(call: Call): string;
	/** Who is shopping: an id that is kept in the browser, and the cookie to set when it is new. */
	visitorOf(call: Call): { visitor: string; cookie?: string };
}

/** Browser sessions in memory; sign-in for owners at `path`, an anonymous id for shoppers everywhere. */
export function createSessions(accounts: readonly OwnerAccount[], path: string, now: () => number): Sessions {
	const sessions = new Map<string, { account: OwnerAccount; expires_at: number }>();
	const signInCookie = (value: string, life_s: number) =>
		`${SIGN_IN_COOKIE}=${value}; Path=${path}; Max-Age=${life_s}; HttpOnly; SameSite=Lax`;
	return {
		signIn(username, password) {
			const account = accounts.find((one) => one.username === username);
			if (!isSame(password, account?.password ?? randomBytes(16).toString("hex")) || !account) return undefined;
			for (const [token, { expires_at }] of sessions) if (expires_at <= now()) sessions.delete(token);
			const token = randomBytes(32).toString("base64url");
			sessions.set(token, { account, expires_at: now() + SIGN_IN_LIFE_S * 1000 });
			return signInCookie(token, SIGN_IN_LIFE_S);
		},
		accountOf(call) {
			const session = sessions.get(cookieOf(call, SIGN_IN_COOKIE));
			return session && session.expires_at > now() ? session.account : undefined;
		},
		signOut(call) {
			sessions.delete(cookieOf(call, SIGN_IN_COOKIE));
			return signInCookie("", 0);
		},
		visitorOf(call) {
			const known = cookieOf(call, VISITOR_COOKIE);
			if (/^[\w-]{20,60}$/.test(known)) return { visitor: known };
			const visitor = randomBytes(24).toString("base64url");
			return { visitor, cookie: `${VISITOR_COOKIE}=${visitor}; Path=/; HttpOnly; SameSite=Lax` };
		},
	};
}

function cookieOf(call: Call, name: string): string {
	const found = (call.header("cookie") ?? "").split(/; */).find((part) => part.startsWith(`${name}=`));
	return found?.slice(name.length + 1) ?? "";
}
