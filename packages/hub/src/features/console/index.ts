import type {
	AuditPage,
	BindDecision,
	BindDraftSaved,
	BindProposal,
	BindResult,
	BindReview,
	BindUndone,
	CancelOrderReply,
	ConsoleRole,
	DeliveryDetail,
	DeliveryPage,
	IntegrationDetail,
	LinkDetail,
	LocationStatePage,
	LogDetail,
	LogPage,
	MenuPage,
	OrderDetail,
	OrderPage,
	OrderReplay,
	OrgPage,
	OrgState,
	ProviderOffers,
	ReplayDeliveriesReply,
	ReplayDeliveriesRequest,
	SearchReply,
	Settings,
	SystemState,
	TestOrderReply,
	Theme,
	UnlinkedStorePage,
	UnroutablePage,
	WebhookEndpoints,
} from "@ticketrail/contract";
import type { Static } from "typebox";
import { newId } from "../../base/id.ts";
import type { Packed } from "../../base/packed.ts";
import { type AuditRow, insertAudit } from "../../storage/tables/audit.ts";
import type { StaffCancel } from "../orders/index.ts";
import { auditLog } from "./audit-log.ts";
import { confirmBind, saveDraft, undoBind } from "./bind/confirm.ts";
import { createKeptPairs } from "./bind/kept-pairs.ts";
import { type BindKey, type BindParts, compareAhead, proposeBind } from "./bind/propose.ts";
import { reviewBind } from "./bind/review.ts";
import type { ConsoleScope } from "./console.ts";
import { deliveryDetail, listDeliveries, logDetail, replayDeliveries } from "./deliveries.ts";
import { integrationDetail } from "./integration-detail.ts";
import { confirmArrival, linkDetail } from "./link-detail.ts";
import { listLocations, listMenus, unlinkedStores } from "./list-locations.ts";
import { listOrgs } from "./list-orgs.ts";
import { type LogQuery, listLogs } from "./logs.ts";
import { listOrders, type OrdersQuery } from "./order-board.ts";
import { orderDetail } from "./order-detail.ts";
import { orgState } from "./org-state.ts";
import type { PageQuery } from "./page.ts";
import { listProviderOffers } from "./provider-offers.ts";
import { replayOrder } from "./replay-order.ts";
import { resync } from "./resync.ts";
import { search } from "./search.ts";
import { hintsOf, readSettings } from "./settings.ts";
import { createSuggester } from "./suggest-location.ts";
import { type SystemParts, systemState } from "./system-state.ts";
import { setTheme, themeOf } from "./theme.ts";
import { listUnroutable, releaseUnroutable } from "./unroutable.ts";
import { webhookEndpoints } from "./webhooks.ts";

export type { ConsoleScope } from "./console.ts";
export { createLiveNews, type Listener, type NewsMessage } from "./live-news.ts";

/** What people see at the console, and what they set off there. The caller has checked who asks, and for which organisation. */
export interface Console {
	/** How the console looks for the merchants of this partner; ours without one. */
	themeOf(partner_id: string | undefined): Promise<Theme>;
	setTheme(partner_id: string, theme: Theme, actor: string): Promise<Theme>;
	/** Have the catalogs of a POS integration's locations fetched anew; how many that are. */
	resync(key: { org_id: string; integration_id: string }, actor: string): Promise<number>;
	listOrgs(scope: ConsoleScope, query: Parameters<typeof listOrgs>[2]): Promise<OrgPage>;
	orgState(org_id: string): Promise<OrgState>;
	listLocations(org_id: string, query: Parameters<typeof listLocations>[2]): Promise<LocationStatePage>;
	unlinkedStores(org_id: string, query: PageQuery): Promise<UnlinkedStorePage>;
	listProviderOffers(): Promise<ProviderOffers>;
	listMenus(scope: ConsoleScope, query: Parameters<typeof listMenus>[2]): Promise<MenuPage>;
	integrationDetail(key: { org_id: string; integration_id: string }): Promise<IntegrationDetail>;
	auditLog(
		scope: ConsoleScope,
		query: PageQuery & { actor?: string | undefined },
		is_staff: boolean,
	): Promise<AuditPage>;
	/** Write down what somebody did through a feature that writes nothing down itself. */
	audit(row: Omit<AuditRow, "audit_id" | "at">): Promise<void>;
	listOrders(scope: ConsoleScope, query: OrdersQuery): Promise<OrderPage>;
	orderDetail(key: { org_id: string; order_id: string }, may_see_people: boolean): Promise<OrderDetail>;
	listUnroutable(scope: ConsoleScope, query: PageQuery): Promise<UnroutablePage>;
	releaseUnroutable: (
		scope: ConsoleScope,
		unroutable_id: string,
		actor: string,
	) => ReturnType<typeof releaseUnroutable>;
	listLogs(scope: ConsoleScope, query: LogQuery): Promise<LogPage>;
	logDetail(scope: ConsoleScope, log_id: string, may_see_people: boolean): Promise<LogDetail>;
	listDeliveries(scope: ConsoleScope, query: Parameters<typeof listDeliveries>[2]): Promise<DeliveryPage>;
	deliveryDetail(key: { org_id: string; delivery_id: string }, may_see_people: boolean): Promise<DeliveryDetail>;
	replayDeliveries(
		org_id: string,
		request: ReplayDeliveriesRequest,
		actor: string,
	): Promise<Static<typeof ReplayDeliveriesReply>>;
	webhookEndpoints(scope: ConsoleScope): Promise<WebhookEndpoints>;
	search(scope: ConsoleScope, q: string, role: ConsoleRole): Promise<SearchReply>;
	/** What would become of a past order today; nothing is sent. */
	replayOrder(key: { org_id: string; order_id: string }, may_see_people: boolean): Promise<OrderReplay>;
	/** Cancel an order for the restaurant; its DSP and POS are told. */
	cancelOrder(cancel: StaffCancel): Promise<CancelOrderReply>;
	proposeBind(key: BindKey, refresh: boolean): Promise<{ version: string; proposal: BindProposal | Packed }>;
	reviewBind(key: BindKey, decisions: readonly BindDecision[], if_match: string): Promise<BindReview>;
	confirmBind(
		key: BindKey,
		decisions: readonly BindDecision[],
		how: { if_match: string; idempotency_key: string },
	): Promise<BindResult>;
	undoBind(key: BindKey, bind_id: string): Promise<BindUndone>;
	saveDraft(key: BindKey, decisions: readonly BindDecision[], if_match: string): Promise<BindDraftSaved>;
	linkDetail(key: { org_id: string; link_id: string }): Promise<LinkDetail>;
	confirmArrival(key: { org_id: string; link_id: string }, actor: string): Promise<LinkDetail>;
	testOrder(key: { org_id: string; link_id: string }, actor: string): Promise<Static<typeof TestOrderReply>>;
	systemState(): Promise<SystemState>;
	readSettings(): Promise<Settings>;
	/** Enough of each secret to tell it from the others. */
	hintsOf(secrets: readonly string[]): { position: number; ends_with: string }[];
}

/** Everything that the console's verbs need. */
export type AllConsoleParts = SystemParts &
	BindParts &
	Parameters<typeof resync>[0] &
	Parameters<typeof replayOrder>[0] &
	Parameters<typeof readSettings>[0] & {
		sendTestOrder(
			store: { org_id: string; slug: string; dsp_location_id: string; link_id: string },
			actor: string,
		): Promise<Static<typeof TestOrderReply>>;
		cancelOrder(cancel: StaffCancel): Promise<CancelOrderReply>;
	} & Parameters<typeof releaseUnroutable>[0] &
	Parameters<typeof replayDeliveries>[0];

/** The verbs of this feature with what they need. */
export function createConsole(parts: AllConsoleParts): Console {
	const { db, clock } = parts;
	const kept_pairs = createKeptPairs();
	return {
		themeOf: (partner_id) => themeOf(parts, partner_id),
		setTheme: (partner_id, theme, actor) => setTheme(parts, partner_id, theme, actor),
		resync: (key, actor) => resync(parts, key, actor),
		listOrgs: (scope, query) => listOrgs(parts, scope, query),
		orgState: (org_id) => orgState(parts, org_id),
		listLocations: (org_id, query) => listLocations(parts, org_id, query),
		async unlinkedStores(org_id, query) {
			const page = await unlinkedStores(parts, org_id, query);
			const integration_ids = page.rows.map((row) => row.integration_id);
			// nobody waits for it, and whoever asks for the bind itself hears what went wrong
			compareAhead({ ...parts, kept_pairs }, org_id, integration_ids).catch(() => {});
			return page;
		},
		listProviderOffers: () => listProviderOffers(parts),
		listMenus: (scope, query) => listMenus(parts, scope, query),
		integrationDetail: (key) => integrationDetail(parts, key),
		auditLog: (scope, query, is_staff) => auditLog(parts, scope, query, is_staff),
		audit: (row) => insertAudit(db, { ...row, audit_id: newId(), at: clock.now() }),
		listOrders: (scope, query) => listOrders(parts, scope, query),
		orderDetail: (key, may_see_people) => orderDetail(parts, key, may_see_people),
		listUnroutable: (scope, query) =>
			listUnroutable({ ...parts, suggestLocation: createSuggester(parts) }, scope, query),
		releaseUnroutable: (scope, unroutable_id, actor) => releaseUnroutable(parts, scope, unroutable_id, actor),
		listLogs: (scope, query) => listLogs(parts, scope, query),
		logDetail: (scope, log_id, may_see_people) => logDetail(parts, scope, log_id, may_see_people),
		listDeliveries: (scope, query) => listDeliveries(parts, scope, query),
		deliveryDetail: (key, may_see_people) => deliveryDetail(parts, key, may_see_people),
		replayDeliveries: (org_id, request, actor) => replayDeliveries(parts, org_id, request, actor),
		webhookEndpoints: (scope) => webhookEndpoints(parts, scope),
		search: (scope, q, role) => search(parts, scope, q, role),
		replayOrder: (key, may_see_people) => replayOrder(parts, key, may_see_people),
		cancelOrder: (cancel) => parts.cancelOrder(cancel),
		proposeBind: (key, refresh) => proposeBind({ ...parts, kept_pairs }, key, refresh),
		reviewBind: (key, decisions, if_match) => reviewBind(parts, key, decisions, if_match),
		confirmBind: (key, decisions, how) => confirmBind(parts, key, decisions, how),
		undoBind: (key, bind_id) => undoBind(parts, key, bind_id),
		saveDraft: (key, decisions, if_match) => saveDraft(parts, key, decisions, if_match),
		linkDetail: (key) => linkDetail(parts, key),
		confirmArrival: (key, actor) => confirmArrival(parts, key, actor),
		async testOrder(key, actor) {
			const { link } = await linkDetail(parts, key);
			const store = { org_id: key.org_id, slug: link.source, dsp_location_id: link.dsp_provider_id };
			return parts.sendTestOrder({ ...store, link_id: key.link_id }, actor);
		},
		systemState: () => systemState(parts),
		readSettings: () => readSettings(parts),
		hintsOf,
	};
}
