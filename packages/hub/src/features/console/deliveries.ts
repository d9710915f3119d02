import {
	type DeliveryDetail,
	type DeliveryListRow,
	type DeliveryPage,
	EVENT_SIGNATURE_HEADER,
	type LogDetail,
	type ReplayDeliveriesReply,
	type ReplayDeliveriesRequest,
} from "@ticketrail/contract";
import type { Static } from "typebox";
import { HubError, isHubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { endpointUrl } from "../../clients/provider.ts";
import { findNextRuns } from "../../delivery/index.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import {
	type ConsoleDeliveryRow,
	findConsoleDelivery,
	listConsoleDeliveries,
	listDeadIds,
} from "../../storage/tables/console-delivery.ts";
import { listAttemptsOf } from "../../storage/tables/console-order.ts";
import { listEventPartners } from "../../storage/tables/event-partner.ts";
import { findRequestLog } from "../../storage/tables/request-log.ts";
import { bodyAsSent } from "./body-as-sent.ts";
import type { ConsoleParts, ConsoleScope } from "./console.ts";
import { curlText } from "./curl-text.ts";
import { inRow, outRow } from "./logs.ts";
import { limitOf, type PageQuery, pageOfRows, readCursor } from "./page.ts";
import { redact } from "./redact.ts";
import { replayOf } from "./replay-rule.ts";
import { supportText } from "./support-text.ts";

/** At most so many messages are sent again by one request. */
const REPLAY_MAX = 500;

/** Messages to other systems, newest first. Error: `invalid_field`. */
export async function listDeliveries(
	parts: ConsoleParts,
	scope: ConsoleScope,
	query: PageQuery & {
		state?: string | undefined;
		source?: string | undefined;
		type?: string | undefined;
		order_id?: string | undefined;
	},
): Promise<DeliveryPage> {
	const limit = limitOf(query);
	const before = readCursor(query, ["delivery_id"], ({ delivery_id }) => isId(delivery_id))?.delivery_id ?? null;
	const { state, source, type, order_id } = query;
	if (order_id !== undefined && !isId(order_id)) return { rows: [], as_of: parts.clock.now() };
	const filter = {
		...scope,
		...{ state: state ?? null, source: source ?? null, type: type ?? null, order_id: order_id ?? null },
	};
	const rows = await listConsoleDeliveries(parts.db, filter, before, limit + 1);
	const now = parts.clock.now();
	const next = await nextOf(parts, rows, now);
	return pageOfRows(
		rows,
		limit,
		(row) => [row.delivery_id],
		(row) => deliveryRow(row, next),
		now,
	);
}

/** One message with its attempts, as somebody may see it. Error: `delivery_not_found`. */
export async function deliveryDetail(
	parts: ConsoleParts,
	key: { org_id: string; delivery_id: string },
	may_see_people: boolean,
): Promise<DeliveryDetail> {
	const { org_id, delivery_id } = key;
	const row = isId(delivery_id) ? await findConsoleDelivery(parts.db, org_id, delivery_id) : undefined;
	if (row === undefined) throw new HubError("delivery_not_found");
	const [attempts, next] = await Promise.all([
		listAttemptsOf(parts.db, org_id, [delivery_id]),
		nextOf(parts, [row], parts.clock.now()),
	]);
	const body = redact(bodyAsSent(row, row.pos_order_id), may_see_people);
	let is_redacted = body.is_redacted;
	const shown = attempts.map(({ attempt, at, stage, status, response, latency_ms }) => {
		const told = response === null ? undefined : redact(response, may_see_people);
		is_redacted ||= told?.is_redacted ?? false;
		return {
			...{ attempt, at, stage, latency_ms },
			...(status !== null && { status }),
			...(told && { response: told.text }),
		};
	});
	return {
		delivery: deliveryRow(row, next),
		body: body.text,
		is_redacted,
		attempts: shown,
		curl: await curlOf(parts, row, body.text),
		support_text: supportOf(row),
	};
}

/** One line of the log with what is kept of it: `<id>` of a request, `<delivery>.<attempt>` of one that went out. Error: `log_not_found`. */
export async function logDetail(
	parts: ConsoleParts,
	scope: ConsoleScope,
	log_id: string,
	may_see_people: boolean,
): Promise<LogDetail> {
	const [delivery_id = "", attempt] = log_id.split(".");
	if (attempt === undefined) return requestDetail(parts, scope, log_id);
	if (scope.org_id === null || !isId(delivery_id))
		throw new HubError("log_not_found", {
			detail: "A request that went out is asked for with its org_id.",
			param: "org_id",
		});
	const { org_id } = scope;
	const row = await findConsoleDelivery(parts.db, org_id, delivery_id);
	const sent =
		row && (await listAttemptsOf(parts.db, org_id, [delivery_id])).find((one) => one.attempt === Number(attempt));
	if (!row || !sent) throw new HubError("log_not_found");
	const request = redact(bodyAsSent(row, row.pos_order_id), may_see_people);
	const response = sent.response === null ? undefined : redact(sent.response, may_see_people);
	return {
		row: outRow({ ...row, ...sent, org_id }, new Map([[org_id, row.org_name]])),
		request: request.text,
		...(response && { response: response.text }),
		is_redacted: request.is_redacted || (response?.is_redacted ?? false),
		curl: await curlOf(parts, row, request.text),
		support_text: supportOf(row),
	};
}

async function requestDetail(parts: ConsoleParts, scope: ConsoleScope, log_id: string): Promise<LogDetail> {
	const row = isId(log_id) ? await findRequestLog(parts.db, scope.org_id, log_id) : undefined;
	if (row === undefined) throw new HubError("log_not_found");
	const url = parts.public_url + row.route.replaceAll(/:(\w+)/g, "{$1}");
	return {
		row: inRow(row, new Map()),
		is_redacted: false,
		curl: curlText({ method: row.method, url, headers: headersOf(row.surface) }),
		support_text: supportText({
			request: row.request_id,
			at: new Date(row.at).toISOString(),
			call: `${row.method} ${row.route}`,
			answer: [row.status, row.code].filter(Boolean).join(" "),
			organisation: row.org_id,
		}),
	};
}

/**
 * Send messages again that were given up: those named, or every one of a filter, oldest first, at most 500. Each stands for
 * itself; the reply says of every one that was refused why. Errors: `invalid_field`.
 */
export async function replayDeliveries(
	parts: ConsoleParts & { replayDelivery(org_id: string, delivery_id: string): Promise<unknown> },
	org_id: string,
	request: ReplayDeliveriesRequest,
	actor: string,
): Promise<Static<typeof ReplayDeliveriesReply>> {
	const { delivery_ids, every_dead } = request;
	if ((delivery_ids === undefined) === (every_dead === undefined))
		throw new HubError("invalid_field", { param: "/delivery_ids", detail: "Name either delivery_ids or every_dead." });
	const { source = null, type = null, since = null } = every_dead ?? {};
	const ids = delivery_ids ?? (await listDeadIds(parts.db, org_id, { source, type, since }, REPLAY_MAX));
	const refused: { delivery_id: string; reason: string }[] = [];
	const queued: string[] = [];
	for (const delivery_id of ids) {
		const reason = await tryReplay(parts, org_id, delivery_id);
		if (reason === undefined) queued.push(delivery_id);
		else refused.push({ delivery_id, reason });
	}
	if (queued.length > 0) {
		await insertAudit(parts.db, {
			...{ org_id, audit_id: newId(), actor, action: "deliveries.replayed", subject: queued[0] ?? "" },
			detail: { count: queued.length, delivery_ids: queued.slice(0, 50) },
			at: parts.clock.now(),
		});
	}
	return { queued: queued.length, refused };
}

async function tryReplay(
	parts: ConsoleParts & { replayDelivery(org_id: string, delivery_id: string): Promise<unknown> },
	org_id: string,
	delivery_id: string,
): Promise<string | undefined> {
	const row = isId(delivery_id) ? await findConsoleDelivery(parts.db, org_id, delivery_id) : undefined;
	if (row === undefined) return "There is no such message.";
	const rule = replayOf(row);
	if (!rule.is_possible) return rule.why_not;
	try {
		await parts.replayDelivery(org_id, delivery_id);
		return undefined;
	} catch (error) {
		if (isHubError(error)) return error.message;
		throw error;
	}
}

/** When the messages that are under way are tried next; what is due already is tried now. */
async function nextOf(
	parts: ConsoleParts,
	rows: readonly ConsoleDeliveryRow[],
	now: number,
): Promise<Map<string, number>> {
	const waiting = rows.filter(({ state }) => state === "pending" || state === "unconfirmed");
	const next = await findNextRuns(parts.db, waiting);
	return new Map([...next].map(([id, at]) => [id, Math.max(Math.round(at), now)]));
}

function deliveryRow(row: ConsoleDeliveryRow, next: ReadonlyMap<string, number>): DeliveryListRow {
	const next_attempt_at = next.get(row.delivery_id);
	return {
		...{ _id: row.delivery_id, org_id: row.org_id, org_name: row.org_name, source: row.slug, type: row.type },
		state: row.state as DeliveryListRow["state"],
		...(row.reason && { reason: row.reason }),
		attempts: row.attempts,
		...(row.order_id && { order_id: row.order_id }),
		...{ created_at: row.created_at, updated_at: row.updated_at },
		...(next_attempt_at !== undefined && { next_attempt_at }),
		replay: replayOf(row),
	};
}

async function curlOf(
	parts: ConsoleParts,
	row: { slug: string; type: string; delivery_id: string },
	body: string,
): Promise<string> {
	const provider = await parts.getProvider(row.slug);
	const common = { "content-type": "application/json", "idempotency-key": row.delivery_id };
	if (provider !== undefined) {
		const path = provider.type === "pos" ? "orders" : row.type.startsWith("connection.") ? "connection" : "event";
		const method = row.type === "connection.delete" ? "DELETE" : "POST";
		const headers = { authorization: "Bearer $ACCESS_TOKEN", ...common };
		return curlText({ method, url: endpointUrl(provider, path), headers, body });
	}
	const partner = (await listEventPartners(parts.db)).find(({ slug }) => slug === row.slug);
	return curlText({
		method: "POST",
		url: partner?.url ?? `https://${row.slug}.example`,
		headers: { [EVENT_SIGNATURE_HEADER]: "$SIGNATURE_OF_THE_BODY", ...common },
		body,
	});
}

function headersOf(surface: string): Record<string, string> {
	const json = { "content-type": "application/json" };
	if (surface === "partner") return { authorization: "Bearer $ACCESS_TOKEN", ...json };
	if (surface === "oauth" || surface === "menu_file") return json;
	return { ...json, "stream-webhook-signature": "$SIGNATURE_OF_THE_BODY" };
}

function supportOf(row: ConsoleDeliveryRow): string {
	return supportText({
		organisation: `${row.org_name} ${row.org_id}`,
		message: `${row.type} ${row.delivery_id}`,
		receiver: row.slug,
		order: row.order_id,
		state: [row.state, row.reason].filter(Boolean).join(": "),
		attempts: String(row.attempts),
		made: new Date(row.created_at).toISOString(),
		changed: new Date(row.updated_at).toISOString(),
	});
}
