import { randomBytes } from "node:crypto";
import type { CancelOrderReply } from "@ticketrail/contract";
import { systemClock } from "../base/clock.ts";
import { HubError } from "../base/error.ts";
import { isId } from "../base/id.ts";
import { createLog } from "../base/log.ts";
import { createSecretBox } from "../base/secret-box.ts";
import type { Config } from "../config.ts";
import { createQueue } from "../delivery/index.ts";
import { type Accounts, createAccounts } from "../features/accounts/index.ts";
import {
	type EventPartnerChange,
	type NewEventPartner,
	openAnnounce,
	registerEventPartner,
	updateEventPartner,
} from "../features/event-partners/index.ts";
import {
	type BulkReplay,
	cancelAsStaff,
	type ReplayParts,
	replayDeliveries,
	replayMatching,
} from "../features/orders/index.ts";
import { inviteOperator } from "../features/sign-in/index.ts";
import type { Database } from "../storage/database.ts";
import { borrowEmbedded } from "../storage/embedded.ts";
import { migrate, pendingMigrations } from "../storage/migrate.ts";
import { connectDatabase } from "../storage/postgres.ts";
import { listAttempts } from "../storage/tables/attempt.ts";
import { listDeliveries } from "../storage/tables/delivery.ts";
import { findOrderAnywhere, listOrders } from "../storage/tables/order.ts";
import { findOrderCourier } from "../storage/tables/order-courier.ts";
import { listOrderEvents } from "../storage/tables/order-event.ts";
import { findOrg } from "../storage/tables/org.ts";
import { serverTime, serverVersion, writeAndForget } from "../storage/tables/server.ts";
import type { ReplayWish } from "./actions.ts";
import type { DoctorDatabase, Settings } from "./doctor-parts.ts";

const LIST_MAX = 500;

/** Open the database that the configuration names for the length of one command, also beside a running hub. */
export async function withDatabase<T>(
	config: Pick<Config, "data_dir" | "database_url">,
	work: (db: Database) => Promise<T>,
): Promise<T> {
	const embedded = config.database_url === undefined ? await borrowEmbedded({ data_dir: config.data_dir }) : undefined;
	try {
		const db = await connectDatabase({ url: config.database_url ?? embedded?.url ?? "", max: 3 });
		try {
			return await work(db);
		} finally {
			await db.close();
		}
	} finally {
		await embedded?.stop();
	}
}

/** The same with the schema brought up to date, and the accounts feature on it: for commands that write. */
export async function withAccounts<T>(
	config: Config,
	work: (accounts: Accounts, db: Database) => Promise<T>,
): Promise<T> {
	return await withDatabase(config, async (db) => {
		await migrate(db);
		const log = createLog({ level: "warn" });
		return await work(
			createAccounts({
				db,
				clock: systemClock,
				log,
				secret_box: createSecretBox(config.master_key),
				random: randomBytes,
				public_url: config.public_url,
			}),
			db,
		);
	});
}

/** Register an event partner on a schema that is brought up to date first. */
export async function addEventPartner(config: Config, db: Database, partner: NewEventPartner) {
	await migrate(db);
	const secret_box = createSecretBox(config.master_key);
	return await registerEventPartner({ db, clock: systemClock, secret_box, public_url: config.public_url }, partner);
}

/** Invite somebody of the staff, on a schema that is brought up to date first. */
export async function addOperator(config: Config, db: Database, { email }: { email: string }) {
	await migrate(db);
	const parts = { db, clock: systemClock, random: randomBytes, public_url: config.public_url };
	return await inviteOperator(parts, { email, actor: "operator" });
}

/** Change an event partner on a schema that is brought up to date first. */
export async function changeEventPartner(config: Config, db: Database, change: EventPartnerChange) {
	await migrate(db);
	return await updateEventPartner({ db, clock: systemClock, secret_box: createSecretBox(config.master_key) }, change);
}

/** An order with everything that happened to it, its courier if it has one, and every message about it. Throws `order_not_found`. */
export async function showOrder(db: Database, order_id: string) {
	const order = isId(order_id) ? await findOrderAnywhere(db, order_id) : undefined;
	if (order === undefined) throw new HubError("order_not_found", { detail: `There is no order ${order_id}` });
	const events = await listOrderEvents(db, order.org_id, order_id);
	const courier = await findOrderCourier(db, order.org_id, order_id);
	const deliveries = await listDeliveries(db, { order_id, limit: LIST_MAX });
	const attempts = (
		await Promise.all(deliveries.map(({ delivery_id }) => listAttempts(db, order.org_id, delivery_id)))
	).flat();
	const shown = courier && { ...courier, driver: courier.driver === null ? null : JSON.parse(courier.driver) };
	return { ...order, ...(shown && { courier: shown }), events, deliveries, attempts };
}

/** An organisation's orders, newest first, without their bodies. Throws `org_not_found`. */
export async function showOrders(db: Database, org_id: string, limit: number) {
	if (!isId(org_id) || (await findOrg(db, org_id)) === undefined)
		throw new HubError("org_not_found", { detail: `There is no organisation ${org_id}` });
	return (await listOrders(db, org_id, limit)).map(({ body: _, ...order }) => order);
}

/** Messages to other systems, newest first. An id that cannot be one of ours has none. */
export async function showDeliveries(
	db: Database,
	filter: { order_id: string | undefined; state: string | undefined; limit: number },
) {
	const { order_id, state, limit } = filter;
	if (order_id !== undefined && !isId(order_id)) return [];
	return await listDeliveries(db, {
		limit,
		...(order_id === undefined ? {} : { order_id }),
		...(state === undefined ? {} : { state }),
	});
}

/** Send these messages once more. */
export async function replayThese(db: Database, delivery_ids: readonly string[], options: { even_delivered: boolean }) {
	return await withQueue(db, (parts) => replayDeliveries(parts, delivery_ids, options));
}

/** Send every message once more that a filter asks for. An id that cannot be one of ours has none. */
export async function replayWished(db: Database, filter: ReplayWish): Promise<BulkReplay> {
	const ids = [filter.org_id, filter.order_id].filter((id) => id !== undefined);
	if (!ids.every(isId)) return { replayed: 0, by_state: {}, last_due_at: null };
	return await withQueue(db, (parts) => replayMatching(parts, filter));
}

/** Cancel an order for the restaurant, as the operator. Throws `order_not_found` and `order_not_cancelable`. */
export async function cancelOrder(
	config: Config,
	db: Database,
	{ order_id, reason }: { order_id: string; reason: string | undefined },
): Promise<CancelOrderReply> {
	return await withQueue(db, async (parts) => {
		const order = isId(order_id) ? await findOrderAnywhere(db, order_id) : undefined;
		if (order === undefined) throw new HubError("order_not_found", { detail: `There is no order ${order_id}` });
		const secret_box = createSecretBox(config.master_key);
		const announce = await openAnnounce({ ...parts, secret_box, log: createLog({ level: "warn" }) });
		return await cancelAsStaff({ ...parts, announce }, { ...order, actor: "operator", reason });
	});
}

async function withQueue<T>(db: Database, work: (parts: ReplayParts) => Promise<T>): Promise<T> {
	await migrate(db);
	const queue = await createQueue({ db, clock: systemClock });
	try {
		return await work({ db, queue, clock: systemClock });
	} finally {
		await queue.stop();
	}
}

/** The database for `doctor`: answers its questions and leaves nothing behind. Rejects when it cannot be reached. */
export async function openDatabaseForDoctor(settings: Settings): Promise<DoctorDatabase> {
	const embedded =
		settings.database_url === undefined ? await borrowEmbedded({ data_dir: settings.data_dir }) : undefined;
	try {
		const db = await connectDatabase({ url: settings.database_url ?? embedded?.url ?? "", max: 1 });
		return {
			version: async () => `PostgreSQL ${await serverVersion(db)}`,
			now: () => serverTime(db),
			pendingMigrations: async () => (await pendingMigrations(db)).map(({ name }) => name),
			writeTest: () => writeAndForget(db),
			async close() {
				await db.close();
				await embedded?.stop();
			},
		};
	} catch (error) {
		await embedded?.stop();
		throw error;
	}
}
