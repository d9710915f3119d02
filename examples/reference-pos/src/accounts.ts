import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A merchant's login at this POS. */
export interface MerchantAccount {
	id: string;
	username: string;
	password: string;
	merchant: string;
	full_name: string;
	email: string;
	phone_number: string;
	/** The locations that this login reaches; undefined means all. */
	location_ids?: readonly string[];
}

/** The login that the sign-in page offers as a sample. There is nothing behind it worth guarding. */
export const SAMPLE_ACCOUNTS: readonly MerchantAccount[] = [
	{
		id: "merchant-771",
		username: "ana",
		password: "stone-oven",
		merchant: "Joe's Pizza LLC",
		full_name: "Ana Lopez",
		email: "ana@joes-pizza.example",
		phone_number: "+12065550100",
	},
];

export interface Sessions {
	/** The account whose password this is, compared in constant time. */
	signIn(username: string, password: string): { account: MerchantAccount; cookie: string } | undefined;
	accountOf(request: Request): MerchantAccount | undefined;
	/** Ends the session of this request; returns the cookie that says so. */
	signOut(request: Request): string;
}

const COOKIE = "reference_pos_session";
const LIFE_S = 1800;

/** Browser sessions in memory, by an HttpOnly cookie that only the authorize address gets. */
export function createSessions(accounts: readonly MerchantAccount[], path: string, now: () => number): Sessions {
	const sessions = new Map<string, { account: MerchantAccount; expires_at: number }>();
	const cookie = (value: string, life_s: number) =>
		`${COOKIE}=${value}; Path=${path}; Max-Age=${life_s}; HttpOnly; SameSite=Lax`;
	const tokenOf = (request: Request) =>
		(request.headers.get("cookie") ?? "")
			.split(/; */)
			.find((part) => part.startsWith(`${COOKIE}=`))
			?.slice(COOKIE.length + 1) ?? "";
	return {
		signIn(username, password) {
			const account = accounts.find((one) => one.username === username);
			if (!isSame(password, account?.password ?? randomBytes(16).toString("hex")) || !account) return undefined;
			for (const [token, { expires_at }] of sessions) if (expires_at <= now()) sessions.delete(token);
			const token = randomBytes(32).toString("base64url");
			sessions.set(token, { account, expires_at: now() + LIFE_S * 1000 });
			return { account, cookie: cookie(token, LIFE_S) };
		},
		accountOf(request) {
			const session = sessions.get(tokenOf(request));
			return session && session.expires_at > now() ? session.account : undefined;
		},
		signOut(request) {
			sessions.delete(tokenOf(request));
			return cookie("", 0);
		},
	};
}

function isSame(given: string, expected: string): boolean {
	const hash = (text: string) => createHash("sha256").update(text).digest();
	return timingSafeEqual(hash(given), hash(expected));
}
