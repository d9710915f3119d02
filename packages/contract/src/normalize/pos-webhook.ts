import { type Checked, compile } from "../compile.ts";
import { OlderInStoreOrder } from "../pos/in-store-order.ts";
import { type InStoreOrderCreated, KnownPosWebhook, POS_WEBHOOK_TYPES, PosWebhook } from "../pos/webhook.ts";
import type { FieldProblem } from "../problem-text.ts";
import { normalizeInStoreOrder } from "./in-store-order.ts";

/** What a POS told us: a webhook that we know, one of a type that we do not know, or a body that cannot be read. */
export type PosMessage =
	| { kind: "known"; webhook: KnownPosWebhook }
	| { kind: "unknown"; type: string; object: Record<string, unknown> }
	| { kind: "invalid"; type?: string; problems: FieldProblem[] };

const checkEnvelope = compile(PosWebhook);
const checkKnown = compile(KnownPosWebhook);
const checkOlderOrder = compile(OlderInStoreOrder);
const known_types: readonly string[] = POS_WEBHOOK_TYPES;

/**
 * Read the body of `POST /pos/{partner_slug}/webhook`, contract.md B.7, B.8. The older envelope `event`/`data.order` is
 * accepted for `order.created` and `order.status.updated` (F-1), the older in-store order under either envelope.
 */
export function normalizePosWebhook(raw: unknown): PosMessage {
	const envelope = checkEnvelope(fromOlderEnvelope(raw) ?? raw);
	if (!envelope.ok) return { kind: "invalid", problems: envelope.problems };
	const { type, object } = envelope.value;
	if (!known_types.includes(type)) return { kind: "unknown", type, object };
	const checked = isOlderOrder(type, object) ? readOlderOrder(object) : checkKnown({ type, object });
	return checked.ok ? { kind: "known", webhook: checked.value } : { kind: "invalid", type, problems: checked.problems };
}

function fromOlderEnvelope(raw: unknown): { type: string; object: Record<string, unknown> } | undefined {
	if (!isRecord(raw) || "type" in raw || !isRecord(raw.data) || !isRecord(raw.data.order)) return undefined;
	if (raw.event !== "order.created" && raw.event !== "order.status.updated") return undefined;
	const { location_id } = raw.data;
	return { type: raw.event, object: { ...(location_id === undefined ? {} : { location_id }), ...raw.data.order } };
}

function isOlderOrder(type: string, object: Record<string, unknown>): boolean {
	return type === "order.created" && object.source_order_id === undefined && object.provider_id !== undefined;
}

function readOlderOrder(object: Record<string, unknown>): Checked<InStoreOrderCreated> {
	const older = checkOlderOrder(object);
	if (!older.ok) {
		return { ok: false, problems: older.problems.map(({ path, message }) => ({ path: `/object${path}`, message })) };
	}
	return { ok: true, value: { type: "order.created", object: normalizeInStoreOrder(older.value) } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return value !== null && typeof value === "object" && !Array.isArray(value);
}
