import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { digestOf, openHistory } from "@ticketrail/history";
import { REFRESH_GRACE_MS } from "./manifest.ts";
import { randomOf } from "./random.ts";
import type { Tenant, Town } from "./town.ts";

/** What the partner does during a run, through the public API and any hub: refresh its tokens, look, link anew, disconnect. */
export interface Partner {
	/** Go on until `over` is aborted. */
	run(over: AbortSignal): Promise<void>;
	/** Lead a store's orders to another location. Resolves when it is done, however often it took. */
	relink(tenant: Tenant, pair: { store: string; from: string; to: string }): Promise<void>;
	/** End a merchant's POS connection, for good. */
	disconnect(tenant: Tenant): Promise<void>;
	/** End the session: its tokens are worth nothing afterwards, which is tried. */
	revoke(): Promise<void>;
	close(): void;
}

interface Tokens {
	access_token: string;
	refresh_token: string;
}
interface Reply {
	status: number;
	body: Record<string, unknown>;
}
interface Asked {
	op: string;
	method: string;
	to: string;
	body?: unknown;
	key?: string;
	content?: unknown;
	token?: string;
	order?: string;
	/** How long an answer is waited for, ms. */
	patience_ms?: number;
	/** When to ask no more, by `performance.now()`; what was said last counts then. */
	give_up_at?: number;
}

const AGAIN_MS = 150;
/** Hundreds of times as often as a partner does, and a tenth of what the orders cost the hubs. */
const REFRESH_EVERY_MS = 2000;
const REFRESH_PATIENCE_MS = 2000;

export async function openPartner(town: Town, { seed }: { seed: string }): Promise<Partner> {
	const history = openHistory(path.join(town.folder, "partner.jsonl"), { actor: "partner" });
	const random = randomOf(seed, "partner");
	let tokens: Tokens = { access_token: "", refresh_token: "" };

	/** One try; undefined when nobody knows what became of it. */
	async function tryOnce(asked: Asked): Promise<Reply | undefined> {
		const { op, method, to, body, key, content, token } = asked;
		const end = history.begin({ op, key, content: content ?? null });
		try {
			const answer = await town.switchboard.fetch(town.switchboard.public_url + to, {
				method,
				headers: {
					"content-type": "application/json",
					...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
				},
				signal: AbortSignal.timeout(asked.patience_ms ?? 20_000),
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			});
			const text = await answer.text();
			const said = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
			end({ kind: answer.ok ? "ok" : "fail", status: answer.status, bytes: text, content: resultOf(op, said) });
			return { status: answer.status, body: said };
		} catch {
			end({ kind: "info" });
			return undefined;
		}
	}

	/** Again and again until a hub has answered, or it is time to give up (status 0). */
	async function ask(asked: Asked): Promise<Reply> {
		for (;;) {
			const reply = await tryOnce(asked);
			if (reply !== undefined && reply.status < 500 && reply.status !== 429) return reply;
			if (performance.now() > (asked.give_up_at ?? Number.POSITIVE_INFINITY)) return { status: 0, body: {} };
			await pause(AGAIN_MS);
		}
	}

	const signIn = async () => {
		const { client_id, client_secret } = town.partner;
		const body = { grant_type: "client_credentials", client_id, client_secret, scopes: ["onboarding"] };
		const reply = await ask({ op: "partner.sign-in", method: "POST", to: "/oauth/token", body });
		tokens = reply.body as unknown as Tokens;
	};

	/** Several callers at once show the same refresh token, as the workers of a partner do; all get one successor. */
	const refresh = async () => {
		const shown = tokens.refresh_token;
		const body = {
			grant_type: "refresh_token",
			client_id: town.partner.client_id,
			client_secret: town.partner.client_secret,
			refresh_token: shown,
		};
		// whoever shows it again when its grace is over is taken for a thief (reliability.md A7), so then nobody does
		const give_up_at = performance.now() + REFRESH_GRACE_MS - 2 * REFRESH_PATIENCE_MS;
		const patience = { patience_ms: REFRESH_PATIENCE_MS, give_up_at };
		const asked = {
			op: "partner.refresh",
			method: "POST",
			to: "/oauth/token",
			body,
			key: digestOf(shown),
			...patience,
		};
		const replies = await Promise.all([ask(asked), ask(asked), ask(asked)]);
		const reply = replies.find(({ status }) => status > 0 && status < 300);
		if (reply !== undefined) tokens = reply.body as unknown as Tokens;
		else await signIn();
	};

	const look = (tenant: Tenant) =>
		ask({
			...{ op: "partner.look", method: "GET", to: `/onboarding/org/${tenant.org_id}/locations` },
			...{ token: tokens.access_token, key: digestOf(tokens.access_token) },
		});

	async function link(tenant: Tenant, store: string, location: string): Promise<string | undefined> {
		const pair = { pos_location_id: location, dsp_provider_id: store };
		const body = { onboarding_id: tenant.dsp_onboarding, locations: [pair] };
		const content = { tenant: tenant.tenant, store, location };
		const asked = { op: "partner.link", method: "POST", to: "/onboarding/locations/bind", body, content };
		const reply = await ask({ ...asked, token: tokens.access_token });
		const [row] = (reply.body.locations ?? []) as { _id?: string }[];
		return row?._id;
	}

	await signIn();
	return {
		async run(over) {
			while (!over.aborted) {
				await refresh();
				const tenant = town.tenants[Math.floor(random() * town.tenants.length)];
				if (tenant) await look(tenant);
				await pause(REFRESH_EVERY_MS, undefined, { signal: over }).catch(() => {});
			}
		},
		async relink(tenant, { store, from, to }) {
			// a pair that is linked already stays as it is, and tells its id
			const link_id = await link(tenant, store, from);
			if (link_id === undefined) return;
			const path = `/onboarding/org/${tenant.org_id}/links/${link_id}`;
			const content = { tenant: tenant.tenant, store };
			await ask({ op: "partner.unlink", method: "DELETE", to: path, token: tokens.access_token, content });
			await link(tenant, store, to);
		},
		async disconnect(tenant) {
			const to = `/onboarding/integrations/${tenant.pos_onboarding}`;
			const content = { integration: tenant.facts.pos.slug };
			await ask({ op: "partner.disconnect", method: "DELETE", to, token: tokens.access_token, content });
		},
		async revoke() {
			const { access_token } = tokens;
			const [tenant] = town.tenants;
			const { client_id, client_secret } = town.partner;
			const body = { client_id, client_secret, token: access_token };
			await ask({ op: "partner.revoke", method: "POST", to: "/oauth/revoke", body, key: digestOf(access_token) });
			await pause(1500);
			if (tenant) await look(tenant);
		},
		close: () => history.close(),
	};
}

function resultOf(op: string, body: Record<string, unknown>): unknown {
	if (op === "partner.refresh" && typeof body.refresh_token === "string") return { next: digestOf(body.refresh_token) };
	if (op === "partner.link") {
		const [row] = (body.locations ?? []) as { _id?: string; status?: string }[];
		return { link: row?._id ?? null, status: row?.status ?? null };
	}
	return null;
}
