import type { CancelOrderReply } from "@ticketrail/contract";
import type { Config, Environment } from "../config.ts";
import type { NewProvider, RegisteredProvider } from "../features/accounts/index.ts";
import type { EventPartnerChange, NewEventPartner, ShownEventPartner } from "../features/event-partners/index.ts";
import type { BulkReplay, Replayed } from "../features/orders/index.ts";
import type { DoctorDatabase, Settings } from "./doctor-parts.ts";

/** What a command that keeps running gets. */
export interface Running {
	/** The configuration, with what the action itself wants to be different (by variable name). Throws `configuration`. */
	configure(overrides?: Environment): Config;
	/** A line of talk on stderr. */
	say(line: string): void;
	/** Resolves when the person or the system asks to stop. */
	stopped: Promise<unknown>;
}

/** The document of `demo --json` (interface.md). */
export interface DemoResult {
	org_id: string;
	pos: { source: string; status: string; locations: number; catalog_objects: number };
	dsp: { source: string; status: string; stores: number };
	order: { dsp_order_id: string; pos_order_id: string | null; verdict: string; accept_ms: number };
	console_url: string;
	elapsed_ms: number;
}

/** The SQL that a migration would run, or the names of those that ran. */
export type MigrateResult = { applied: string[] } | { pending: string[]; sql: string };

/** Which dead messages are to be sent again. */
export interface ReplayWish {
	org_id: string | undefined;
	slug: string | undefined;
	type: string | undefined;
	order_id: string | undefined;
	/** epoch ms */
	since: number | undefined;
	even_delivered: boolean;
}

/**
 * What the commands do, once words and options are read. The composition root gives it; each opens what it needs with
 * the given configuration and closes it again. Failures are `HubError`s; their codes decide the exit code.
 */
export interface CliActions {
	/** Runs the hub; resolves when it has stopped cleanly. */
	start(run: Running): Promise<void>;
	/** Takes one order through; calls `onResult` with the proof, then ends with `once`, else stays until `stopped`. */
	demo(run: Running & { once: boolean; port: string | undefined; onResult(result: DemoResult): void }): Promise<void>;
	/** Runs the stand-alone onboarding app until `stopped`; resolves with its exit code. */
	onboardingApp(env: Environment, stopped: Promise<unknown>): Promise<number>;
	addPartner(
		config: Config,
		partner: { name: string; scopes: string[]; return_url_origins: string[] },
	): Promise<{ partner_id: string; client_id: string; client_secret: string }>;
	addProvider(config: Config, provider: NewProvider): Promise<RegisteredProvider>;
	addEventPartner(config: Config, partner: NewEventPartner): Promise<{ slug: string; webhook_url: string }>;
	/** Somebody of the staff, with the link that they sign in with, once. */
	addOperator(
		config: Config,
		operator: { email: string },
	): Promise<{ operator_id: string; email: string; sign_in_url: string; expires_at: number }>;
	listOperators(config: Config): Promise<object[]>;
	/** What is given changes; a new secret leaves the former one good for a day. */
	updateEventPartner(config: Config, change: EventPartnerChange): Promise<ShownEventPartner>;
	removeEventPartner(config: Config, slug: string): Promise<{ slug: string; removed: true }>;
	/** Without secrets. */
	listEventPartners(config: Config): Promise<ShownEventPartner[]>;
	/** Without secrets. */
	listProviders(config: Config): Promise<object[]>;
	showOrg(config: Config, org_id: string): Promise<object>;
	/** What the last sync made of a location's catalog, with its warnings. */
	showCatalog(config: Config, target: { org_id: string; location_id: string }): Promise<object>;
	showOrder(config: Config, order_id: string): Promise<object>;
	/** Cancel an order for the restaurant. The hubs that run on the database tell its channel and its POS. */
	cancelOrder(config: Config, cancel: { order_id: string; reason: string | undefined }): Promise<CancelOrderReply>;
	listOrders(config: Config, filter: { org_id: string; limit: number }): Promise<object[]>;
	listDeliveries(
		config: Config,
		filter: { order_id: string | undefined; state: string | undefined; limit: number },
	): Promise<object[]>;
	/** Send dead messages again; nothing is sent when one of them cannot be. */
	replayDeliveries(
		config: Config,
		delivery_ids: readonly string[],
		options: { even_delivered: boolean },
	): Promise<Replayed[]>;
	replayMatching(config: Config, filter: ReplayWish): Promise<BulkReplay>;
	/** Send nothing to a POS or DSP any more, or send to it again. */
	setPaused(config: Config, slug: string, is_paused: boolean): Promise<{ slug: string; paused_at: number | null }>;
	migrate(config: Config, options: { dry_run: boolean }): Promise<MigrateResult>;
	/** The database for `doctor`'s questions; rejects when it cannot be reached. It must not change the schema. */
	openDatabaseForDoctor(settings: Settings): Promise<DoctorDatabase>;
}
