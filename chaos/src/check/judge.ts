import { bindings, refreshes, revocations, strangers, successors } from "./connections.ts";
import { comesToItsEnd, deadlineTruth, isLate, isLost } from "./deadlines.ts";
import { catalogs, nothingLeft, webhooks } from "./messages.ts";
import {
	agreement,
	atMostOnce,
	durable,
	idempotent,
	inOrder,
	noOverlap,
	noPhantom,
	type OrderRule,
	singleVerdict,
	stableIdentity,
} from "./orders.ts";
import { noStarvation, recovers, restarts, takeovers } from "./recovery.ts";
import type { CheckReport } from "./report.ts";
import { type Finding, type Run, viewOrders } from "./run.ts";
import { legalTransitions } from "./states.ts";

const ORDER_RULES: readonly OrderRule[] = [
	noPhantom,
	atMostOnce,
	singleVerdict,
	agreement,
	durable,
	inOrder,
	stableIdentity,
	noOverlap,
	idempotent,
	deadlineTruth,
	comesToItsEnd,
];

/** Hold a run against every invariant of reliability.md section 4 that a history and a database can show. */
export function judge(run: Run): CheckReport {
	const views = viewOrders(run);
	const findings: Finding[] = [
		...views.flatMap((view) => ORDER_RULES.flatMap((rule) => rule(view, run))),
		...legalTransitions(run),
		...bindings(run, views),
		...catalogs(run),
		...refreshes(run),
		...successors(run),
		...revocations(run),
		...strangers(run),
		...webhooks(run, views),
		...nothingLeft(run),
		...recovers(run, views),
		...noStarvation(run, views),
	];
	const verdicts = (op: string) => views.filter((view) => view.verdicts[0]?.op === op).length;
	return {
		orders: views.filter(({ submits }) => submits.length > 0).length,
		acknowledged: views.filter(({ acknowledged }) => acknowledged !== undefined).length,
		accepted: verdicts("location.order.accept"),
		failed: verdicts("location.order.fail"),
		resent: views.filter(({ creates }) => creates.length > 1).length,
		lost: views.filter((view) => isLost(view)).length,
		doubled: new Set(
			findings.filter(({ invariant }) => invariant === "O2").map(({ tenant, order }) => `${tenant} ${order}`),
		).size,
		late: views.filter((view) => isLate(view, run)).length,
		violations: findings.length,
		by_invariant: countBy(findings),
		recovery_ms: spread(restarts(run, views)),
		takeover_ms: spread(takeovers(run, views)),
		findings,
	};
}

function countBy(findings: readonly Finding[]): Record<string, number> {
	const groups = Map.groupBy(findings, ({ invariant }) => invariant);
	return Object.fromEntries([...groups].map(([invariant, list]) => [invariant, list.length]).sort());
}

function spread(times: readonly { took_ms: number }[]): { p50: number; max: number } {
	const sorted = times.map(({ took_ms }) => took_ms).toSorted((a, b) => a - b);
	return { p50: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}
