import { randomBytes } from "node:crypto";
import { createLog } from "../../base/log.ts";
import { loadConfig } from "../../config.ts";
import { inviteOperator } from "../../features/sign-in/index.ts";
import { type Hub, startHub } from "../../hub.ts";
import type { Database } from "../../storage/database.ts";
import { openTestDatabase } from "../../storage/test-database.ts";

/** An answer with its body read: JSON where it is JSON. */
export interface ConsoleAnswer {
	status: number;
	headers: Headers;
	// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
	body: any;
}

/** A browser at the console: keeps its cookie, and brings the token of its session to unsafe methods. */
export interface TestBrowser {
	cookie: string;
	csrf_token: string;
	get(path: string, headers?: Record<string, string>): Promise<ConsoleAnswer>;
	send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ConsoleAnswer>;
}

/** A whole hub on a database of its own, with its console. */
export interface TestConsoleHub {
	hub: Hub;
	db: Database;
	database_url: string;
	/** Somebody of the staff, signed in. */
	operator(email?: string): Promise<TestBrowser>;
	/** A person of a merchant, who came through their partner. */
	merchant(role: string, org?: string): Promise<TestBrowser & { org_id: string }>;
	/** A browser that nobody signed in with. */
	stranger(): TestBrowser;
	close(): Promise<void>;
}

/** Starts it. Jobs run too, unless `roles` says otherwise. */
export async function startConsoleHub(
	options: { roles?: string; database_url?: string } = {},
): Promise<TestConsoleHub> {
	const database = await openTestDatabase();
	const config = loadConfig(
		{
			...{ PORT: "0", HOST: "127.0.0.1", DATABASE_URL: database.url, TICKETRAIL_SANDBOX: "0" },
			PUBLIC_URL: "http://console.example",
			TICKETRAIL_MASTER_KEY: randomBytes(32).toString("hex"),
			TICKETRAIL_ROLES: options.roles ?? "api,worker",
			TICKETRAIL_EGRESS_ALLOW: "127.0.0.0/8",
		},
		{},
	);
	const hub = await startHub(config, { log: createLog({ level: "silent" }) });
	const partner = await hub.accounts.createPartner({ name: "Console partner", scopes: ["onboarding", "sso"] });
	const { access_token } = await hub.accounts.issueToken({ ...partner, grant_type: "client_credentials" });
	const { db } = database;
	const clock = { now: () => Date.now() };

	const browser = (): TestBrowser => {
		const self: TestBrowser = {
			cookie: "",
			csrf_token: "",
			get: (path, headers = {}) => ask(path, { headers: { ...cookieOf(self), ...headers } }),
			async send(method, path, body, headers = {}) {
				const answer = await ask(path, {
					method,
					headers: {
						...cookieOf(self),
						...(self.csrf_token && { "x-csrf-token": self.csrf_token }),
						...(body !== undefined && { "content-type": "application/json" }),
						...headers,
					},
					...(body !== undefined && { body: JSON.stringify(body) }),
				});
				const set = answer.headers.get("set-cookie")?.split(";", 1)[0];
				if (set !== undefined) self.cookie = set;
				if (answer.body?.csrf_token) self.csrf_token = answer.body.csrf_token;
				return answer;
			},
		};
		return self;
	};

	async function ask(path: string, init: RequestInit): Promise<ConsoleAnswer> {
		const response = await fetch(hub.url + path, { redirect: "manual", ...init });
		const text = await response.text();
		const is_json = response.headers.get("content-type")?.includes("json") ?? false;
		return { status: response.status, headers: response.headers, body: is_json ? JSON.parse(text) : text };
	}

	return {
		hub,
		db,
		database_url: database.url,
		stranger: browser,
		async operator(email = "ops@example.test") {
			const parts = { db, clock, public_url: config.public_url, random: randomBytes };
			const { sign_in_url } = await inviteOperator(parts, { email, actor: "test" });
			const self = browser();
			const token = new URL(sign_in_url).hash.slice("#token=".length);
			const { status } = await self.send("POST", "/console/sign-in/link", { token });
			if (status !== 200) throw new Error(`the link was answered ${status}`);
			return self;
		},
		async merchant(role, org = "org-1") {
			const session = await ask("/white-label/generate-session", {
				method: "POST",
				headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
				body: JSON.stringify({
					...{ email: `${role}@${org}.test`, full_name: `${role} of ${org}`, phone_number: "1", role },
					...{ provider_org_id: org, provider_org_name: `Merchant ${org}` },
				}),
			});
			const self = browser();
			const entered = await ask(`/redirect/sso?code=${session.body.sso_login_token}`, {});
			self.cookie = entered.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
			const me = await self.get("/console/session");
			self.csrf_token = me.body.csrf_token;
			return Object.assign(self, { org_id: me.body.org._id as string });
		},
		async close() {
			await hub.stop();
			await database.close();
		},
	};
}

function cookieOf({ cookie }: TestBrowser): Record<string, string> {
	return cookie === "" ? {} : { cookie };
}
