import { type Command, InvalidArgumentError } from "commander";
import { withExamples } from "../help.ts";
import { onRun, type Session } from "../session.ts";

/** Fields of a list that people look for first; the rest is in `--json`. */
const COLUMNS = {
	providers: ["slug", "type", "name", "auth", "base_url", "paused_at", "provider_id"],
	orders: [
		"order_id",
		"slug",
		"dsp_order_id",
		"state",
		"injection",
		"verdict",
		"verdict_reason",
		"pos_order_id",
		"received_at",
	],
	deliveries: ["delivery_id", "slug", "type", "state", "attempts", "reason", "order_id", "created_at"],
} as const;

const DEFAULT_LIMIT = 100;

/** Commands that show records. */
export function addRecordCommands(
	nouns: { provider: Command; org: Command; catalog: Command; order: Command; deliveries: Command },
	session: Session,
): void {
	const { actions } = session;
	const json = (command: Command) => command.option("--json", "print one JSON document");
	const limited = (command: Command) =>
		json(command).option("--limit <number>", "how many at most, the newest first", readLimit, DEFAULT_LIMIT);

	const list_providers = json(nouns.provider.command("list").description("POS and DSP systems that this hub knows"));
	withExamples(list_providers, ["ticketrail provider list"]);
	onRun(list_providers, session, async ({ output, configure }) => {
		const rows = await actions.listProviders(configure());
		output.data(rows, ({ table }) =>
			table(rows, COLUMNS.providers, "No provider yet. Next: ticketrail provider add --help"),
		);
		return undefined;
	});

	const show_org = json(
		nouns.org.command("show <org>").description("An organisation with its integrations and locations"),
	);
	withExamples(show_org, ["ticketrail org show 0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90"]);
	showOne(show_org, (call, id) => actions.showOrg(call, id));

	const show_catalog = json(
		nouns.catalog.command("show <location>").description("What the last sync made of a location's catalog"),
	);
	show_catalog.requiredOption("--org <org>", "the organisation's id");
	withExamples(show_catalog, [
		"ticketrail catalog show 0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90 --org 0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c91",
	]);
	onRun(show_catalog, session, async ({ words, options, output, configure }) => {
		const target = { org_id: options.org as string, location_id: words[0]! };
		const found = await actions.showCatalog(configure(), target);
		output.data(found, ({ record }) => record(found));
		return undefined;
	});

	const show_order = json(
		nouns.order.command("show <order>").description("An order with everything that happened to it"),
	);
	withExamples(show_order, ["ticketrail order show 0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90"]);
	showOne(show_order, (call, id) => actions.showOrder(call, id));

	const list_orders = limited(nouns.order.command("list").description("Orders of an organisation"));
	list_orders.requiredOption("--org <org>", "the organisation's id");
	withExamples(list_orders, ["ticketrail order list --org 0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90 --limit 20"]);
	onRun(list_orders, session, async ({ options, output, configure }) => {
		const filter = { org_id: options.org as string, limit: options.limit as number };
		const rows = await actions.listOrders(configure(), filter);
		output.data(rows, ({ table }) => table(rows, COLUMNS.orders, "No order yet."));
		return undefined;
	});

	const list_deliveries = limited(nouns.deliveries.command("list").description("Messages to POS and DSP systems"));
	list_deliveries
		.option("--order <order>", "only those of this order")
		.option("--state <state>", "only those in this state, such as dead");
	withExamples(list_deliveries, ["ticketrail deliveries list --state dead"]);
	onRun(list_deliveries, session, async ({ options, output, configure }) => {
		const filter = {
			order_id: options.order as string | undefined,
			state: options.state as string | undefined,
			limit: options.limit as number,
		};
		const rows = await actions.listDeliveries(configure(), filter);
		output.data(rows, ({ table }) => table(rows, COLUMNS.deliveries, "No such delivery."));
		return undefined;
	});

	function showOne(
		command: Command,
		read: (config: Parameters<typeof actions.showOrg>[0], id: string) => Promise<object>,
	): void {
		onRun(command, session, async ({ words, output, configure }) => {
			const found = await read(configure(), words[0]!);
			output.data(found, ({ record }) => record(found));
			return undefined;
		});
	}
}

function readLimit(text: string): number {
	const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
	if (limit < 1 || limit > 10_000) throw new InvalidArgumentError("It must be a whole number from 1 to 10000.");
	return limit;
}
