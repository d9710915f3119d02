import { Writable } from "node:stream";
import { newId } from "../../base/id.ts";
import { createLog } from "../../base/log.ts";
import type { Answered, Outcome } from "../../base/outcome.ts";
import { createSecretBox } from "../../base/secret-box.ts";
import { createDspClient } from "../../clients/dsp-client.ts";
import { createEgress } from "../../clients/egress.ts";
import { createPosClient } from "../../clients/pos-client.ts";
import { testProvider } from "../../clients/test-provider.ts";
import { type OnRequest, openTestServer, replyJson } from "../../clients/test-server.ts";
import type { Database } from "../../storage/database.ts";
import { connectDatabase } from "../../storage/postgres.ts";
import { activateIntegration, claimExchange, insertIntegration } from "../../storage/tables/integration.ts";
import { type IntegrationTokenRow, readIntegrationToken } from "../../storage/tables/integration-token.ts";
import { openTestDatabase } from "../../storage/test-database.ts";
import type { TestVersion } from "../../storage/test-postgres.ts";
import type { IntegrationKey } from "./refresh-token.ts";
import { openTokens, sealTokens } from "./sealed-tokens.ts";
import { createTokenSource, type TokenSource, type TokenSourceParts } from "./token-source.ts";

/** When the tests' clock starts, epoch ms. */
export const START = 1_760_000_000_000;
export const HOUR = 3_600_000;

export type TokenHub = Awaited<ReturnType<typeof openTokenHub>>;

/** A database, a provider on a real socket and as many hub processes as a test starts: what token tests need. */
export async function openTokenHub(onTokenRequest: OnRequest, options: { version?: TestVersion } = {}) {
	const { db, url, close } = await openTestDatabase(options);
	const server = await openTestServer(onTokenRequest);
	const egress = createEgress({ allow_cidrs: ["127.0.0.0/8"] });
	const secret_box = createSecretBox(Buffer.alloc(32, 1));
	const time = { now: START, monotonic: 0 };
	const clock = { now: () => time.now };
	const others: Database[] = [];
	const log_lines: string[] = [];
	const log = createLog({
		level: "debug",
		destination: new Writable({
			write(line, _encoding, done) {
				log_lines.push(String(line));
				done();
			},
		}),
	});
	const provider = testProvider({ base_url: server.url });

	/** One hub process; `others` have a pool of connections of their own. */
	function start(parts: Partial<TokenSourceParts> = {}): TokenSource {
		return createTokenSource({
			db,
			clock,
			log,
			secret_box,
			getProvider: async () => provider,
			pos: createPosClient({ egress, clock }),
			dsp: createDspClient({ egress, clock }),
			monotonic: () => time.monotonic,
			...parts,
		});
	}

	return {
		db,
		server,
		time,
		/** what all its processes logged */
		log_lines,
		start,
		async startElsewhere(parts: Partial<TokenSourceParts> = {}): Promise<TokenSource> {
			const other = await connectDatabase({ url, max: 4 });
			others.push(other);
			return start({ ...parts, db: other });
		},
		/** A connected integration whose tokens were issued at the clock's time. */
		async connect(
			tokens: { access_token: string; refresh_token: string | null; expires_at: number | null } = {
				access_token: "at-0",
				refresh_token: "rt-0",
				expires_at: START + HOUR,
			},
		): Promise<IntegrationKey> {
			const key = { org_id: newId(), integration_id: newId() };
			const lease_owner = newId();
			const common = {
				slug: "test-pos",
				type: "pos",
				status: "pending",
				return_url: null,
				redirect_uri: null,
			} as const;
			await insertIntegration(db, { ...key, ...common, at: START });
			await claimExchange(db, {
				...key,
				code_digest: Buffer.from(key.integration_id),
				lease_owner,
				lease_ms: 1000,
				seen: { code_digest: null, lease_owner: null, lease_expires_at: null, db_now: START },
			});
			await activateIntegration(db, {
				...key,
				lease_owner,
				status: "active",
				from: ["pending"],
				account_id: null,
				...sealTokens(secret_box, key.integration_id, tokens),
				token_expires_at: tokens.expires_at,
				at: time.now,
			});
			return key;
		},
		async row(key: IntegrationKey): Promise<IntegrationTokenRow> {
			const row = await readIntegrationToken(db, key);
			if (row === undefined) throw new Error("the integration is gone");
			return row;
		},
		/** The stored pair, opened. */
		async stored(key: IntegrationKey) {
			const { access_token_sealed, refresh_token_sealed } = await this.row(key);
			if (access_token_sealed === null) return undefined;
			return openTokens(secret_box, key.integration_id, { access_token_sealed, refresh_token_sealed });
		},
		/** Seal a pair for this integration, as another process would. */
		seal: (key: IntegrationKey, access_token: string, refresh_token: string) =>
			sealTokens(secret_box, key.integration_id, { access_token, refresh_token }),
		/** The refresh tokens that the provider was shown, in order. */
		shown: () => server.requests.map((request) => JSON.parse(request.split("\r\n\r\n")[1] ?? "{}").refresh_token),
		async close() {
			await Promise.all([egress.close(), server.close(), ...others.map((other) => other.close())]);
			await close();
		},
	};
}

/** Another hub process, in the lease row. */
export const OTHER = "0199c2f0-0000-7000-8000-00000000000f";

/** A provider that hands out at-1 and rt-1, then at-2 and rt-2, each pair for an hour. */
export const rotating: OnRequest = (socket, _request, number) =>
	socket.write(replyJson(200, { access_token: `at-${number}`, refresh_token: `rt-${number}`, expire_time: 3600 }));

/** An answer with nothing but its status. */
export function answered(status: number): Answered {
	return { stage: "answered", status, headers: {}, body: Buffer.alloc(0), latency_ms: 0 };
}

/** A call that remembers its tokens, and gets 401 for those in `rejected`. */
export function recorder(rejected: readonly string[] = []) {
	const used: string[] = [];
	const call = async (access_token: string): Promise<Outcome> => {
		used.push(access_token);
		return answered(rejected.includes(access_token) ? 401 : 200);
	};
	return { used, call };
}
