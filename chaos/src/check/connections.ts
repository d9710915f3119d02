import { REFRESH_GRACE_MS } from "../manifest.ts";
import type { Snapshot } from "./database.ts";
import { type Call, type Finding, NS_PER_MS, type OrderView, type Run } from "./run.ts";

/** B1: a store has one link at a time, and an order goes where it led when the order was taken. */
export function bindings(run: Run, views: readonly OrderView[]): Finding[] {
	const { database } = run;
	const found: Finding[] = [];
	for (const [store, links] of Map.groupBy(
		database.bindings,
		({ slug, dsp_location_id }) => `${slug} ${dsp_location_id}`,
	)) {
		const sorted = links.toSorted((a, b) => a.created_at - b.created_at);
		for (const [index, link] of sorted.slice(1).entries()) {
			const before = sorted[index];
			if (before !== undefined && (before.ended_at === null || before.ended_at > link.created_at))
				found.push({ invariant: "B1", tenant: null, order: null, text: `${store} had two links at once`, lines: [] });
		}
	}
	const locations = new Map(database.locations.map((row) => [row.location_id, row]));
	const links = new Map(database.bindings.map((row) => [row.binding_id, row]));
	const unlinks = run.calls.filter(({ op }) => op === "partner.unlink");
	for (const view of views) {
		const [create] = view.creates;
		const link = links.get(view.row?.binding_id ?? "");
		if (create === undefined || view.row === undefined) continue;
		const say = (text: string) =>
			found.push({ invariant: "B1", tenant: view.tenant, order: view.order, text, lines: [create.at] });
		if (link === undefined) {
			say("sent to a POS though its store had no link");
			continue;
		}
		const { received_at } = view.row;
		// the hub's clock stands still within one transaction: what was linked in the same moment may have been before
		if (link.created_at > received_at + 1 || received_at > lastMoment(unlinks, view.tenant, link) + 1000)
			say("taken through a link that was not in force");
		const wanted = locations.get(link.location_id)?.provider_id;
		const elsewhere = view.creates.find(({ content }) => content.store !== wanted);
		if (elsewhere !== undefined)
			say(`sent to ${elsewhere.content.store}, though its store was linked to ${wanted} when it was taken`);
		const store = view.submits[0]?.content.store;
		if (store !== undefined && link.dsp_location_id !== store) say("taken through the link of another store");
	}
	return found;
}

/** Until when orders may have gone through a link, wall ms: its end, or the answer to whoever asked for that, which a busy database delays. */
function lastMoment(unlinks: readonly Call[], tenant: string, link: Snapshot["bindings"][number]): number {
	const { ended_at, dsp_location_id: store } = link;
	if (ended_at === null) return Number.POSITIVE_INFINITY;
	const answers = unlinks
		.filter(({ content }) => content.tenant === tenant && content.store === store)
		.map(({ begun_wall, begun, ended }) => ({ asked: begun_wall, answered: begun_wall + (ended - begun) / NS_PER_MS }))
		.filter(({ asked, answered }) => asked <= ended_at && answered >= ended_at);
	return Math.max(ended_at, ...answers.map(({ answered }) => answered));
}

/** T1: one refresh of a connection at a time; a token that was turned over is not shown again without need. */
export function refreshes({ calls }: Run): Finding[] {
	const found: Finding[] = [];
	const refreshed = calls.filter(({ op, actor }) => op === "token.refresh_token" && !actor.startsWith("partner"));
	const deaths = calls.filter(({ op }) => op === "hub.killed" || op === "database.killed").map(({ begun }) => begun);
	const cuts = Map.groupBy(calls.filter(isCutReply), ({ content }) => String(content.system));
	for (const [actor, shown] of Map.groupBy(refreshed, ({ actor }) => actor)) {
		const say = (text: string, about: Call[]) =>
			found.push({
				invariant: "T1",
				tenant: about[0]?.tenant ?? null,
				order: null,
				text: `${actor}: ${text}`,
				lines: about.map(({ at }) => at),
			});
		for (const [index, call] of shown.slice(1).entries()) {
			const before = shown.slice(0, index + 1).find(({ ended }) => ended > call.begun);
			if (before) say("two refreshes at once", [before, call]);
		}
		for (const same of Map.groupBy(shown, ({ key }) => key).values()) {
			const first = same.find(({ key, result }) => typeof result.next === "string" && result.next !== key);
			if (first === undefined) continue;
			const isSince = (at: number) => at >= first.begun - 1000 * NS_PER_MS;
			// the first answer may be lost once, and once more with every process that died with it and every line that was cut
			const lost = (cuts.get(actor) ?? []).filter(({ begun }) => isSince(begun));
			const excused = deaths.filter(isSince).length * 2 + lost.length;
			const again = same.filter(({ begun }) => begun > first.begun);
			// whoever heard a failure has to ask once more
			const failed = again.filter(({ kind }) => kind !== "ok").length;
			if (again.length > 1 + excused + failed || again.some(({ begun }) => first.kind === "ok" && begun < first.ended))
				say("a refresh token was shown again after it was turned over", [first, ...again]);
		}
	}
	return found;
}

/** How a line takes the answer from whoever asked, after the other side gave it. */
const TAKES_THE_ANSWER: readonly unknown[] = ["reset_sent", "reset_after", "truncate"];

function isCutReply({ op, content }: Call): boolean {
	return op === "line.fault" && TAKES_THE_ANSWER.includes(content.kind) && /\btoken\b/.test(String(content.request));
}

/** A call that begins so soon after the first is answered inside the grace, however long it takes. */
const GRACE_NS = (REFRESH_GRACE_MS - 2000) * NS_PER_MS;

/** T2: a refresh token of the partner's has one successor, and an honest partner is never thrown out. */
export function successors({ calls }: Run): Finding[] {
	const found: Finding[] = [];
	const refreshed = calls.filter(({ op }) => op === "partner.refresh");
	for (const shown of Map.groupBy(refreshed, ({ key }) => key).values()) {
		const say = (text: string) =>
			found.push({ invariant: "T2", tenant: null, order: null, text, lines: shown.map(({ at }) => at) });
		const next = new Set(shown.filter(({ kind }) => kind === "ok").map(({ result }) => result.next));
		if (next.size > 1) say(`one refresh token has ${next.size} successors`);
		const first = Math.min(...shown.map(({ begun }) => begun));
		const isRefused = ({ kind, status, begun }: Call) =>
			kind === "fail" && status !== null && status < 500 && status !== 429 && begun < first + GRACE_NS;
		if (shown.some(isRefused)) say("an honest partner was refused its refresh");
	}
	return found;
}

/** T3: what was revoked is worth nothing one second later, on either side of the hub. */
export function revocations({ calls, manifest }: Run): Finding[] {
	const grace = manifest.bounds.revocation_ms * NS_PER_MS;
	return calls.flatMap((done) => {
		if (done.kind !== "ok" || (done.op !== "partner.disconnect" && done.op !== "partner.revoke")) return [];
		const late = calls.filter(({ actor, op, begun, key, kind }) => {
			if (begun <= done.ended + grace) return false;
			if (done.op === "partner.revoke") return op === "partner.look" && key === done.key && kind === "ok";
			return actor === `pos:${done.content.integration}` && !op.startsWith("webhook.");
		});
		const text = done.op === "partner.revoke" ? "a revoked token still worked" : "a disconnected POS was still called";
		return late.length === 0
			? []
			: [{ invariant: "T3", tenant: null, order: null, text, lines: [done, ...late].map(({ at }) => at) }];
	});
}

/** S3: nobody is called but whom the operator has registered, whatever a redirect says. */
export function strangers({ calls }: Run): Finding[] {
	const called = calls.filter(({ actor }) => actor === "canary");
	const text = "a server was called that nobody has registered";
	return called.length === 0
		? []
		: [{ invariant: "S3", tenant: null, order: null, text, lines: called.map(({ at }) => at) }];
}
