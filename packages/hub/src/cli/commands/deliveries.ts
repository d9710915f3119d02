import { CANCEL_REASON_MAX } from "@ticketrail/contract";
import { type Command, InvalidArgumentError } from "commander";
import { HubError } from "../../base/error.ts";
import { withExamples } from "../help.ts";
import { type CommandCall, onRun, type Session } from "../session.ts";

/** `deliveries replay`, `order cancel`, and `provider pause` and `resume`: an operator's hand on what goes out. */
export function addDeliveryCommands(
	nouns: { provider: Command; order: Command; deliveries: Command },
	session: Session,
): void {
	const { actions } = session;
	const json = (command: Command) => command.option("--json", "print one JSON document");

	const replay = json(nouns.deliveries.command("replay [delivery...]"))
		.description("Send dead messages again, each with the same bytes and the same key")
		.option("--all", "every dead or parked message, but for orders whose verdict was given")
		.option("--provider <slug>", "with --all: only those to this system")
		.option("--org <org>", "with --all: only those of this organisation")
		.option("--order <order>", "with --all: only those of this order")
		.option("--type <type>", "with --all: only those of this type, such as location.order.accept")
		.option("--since <time>", "with --all: only those made since this time, such as 2026-01-31T18:00:00Z", readTime)
		.option("--even-delivered", "also those that had arrived");
	withExamples(replay, [
		"ticketrail deliveries replay 0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90",
		"ticketrail deliveries replay --all --provider my-dsp --since 2026-01-31T18:00:00Z",
	]);
	onRun(replay, session, async (call) => {
		const { words, options } = call;
		if ((options.all === true) === words.length > 0)
			throw new HubError("invalid_field", {
				param: "delivery",
				detail: "Give ids, or --all with or without a filter.",
			});
		await (words.length > 0 ? replayThese(call, words) : replayMatching(call));
		return undefined;
	});

	async function replayThese({ options, output, configure }: CommandCall, ids: string[]): Promise<void> {
		const even_delivered = options.evenDelivered === true;
		const replayed = await actions.replayDeliveries(configure(), ids, { even_delivered });
		const [only] = replayed;
		output.data(replayed.length === 1 ? only : replayed, ({ table }) =>
			table(replayed, ["delivery_id", "state", "was"], "None."),
		);
		const again = replayed.filter(({ was }) => was === "delivered").length;
		if (again > 0) output.say(`${again} of them had arrived before and will arrive once more.`);
	}

	async function replayMatching({ options, output, configure }: CommandCall): Promise<void> {
		const text = (name: string) => options[name] as string | undefined;
		const done = await actions.replayMatching(configure(), {
			...{ org_id: text("org"), slug: text("provider"), type: text("type"), order_id: text("order") },
			...{ since: options.since as number | undefined, even_delivered: options.evenDelivered === true },
		});
		output.data(done, ({ record }) => record(done));
		if (done.replayed > 0) output.say("They go out 200 a second, behind what is new.");
		const again = done.by_state.delivered ?? 0;
		if (again > 0) output.say(`${again} of them had arrived before and will arrive once more.`);
	}

	const cancel = json(nouns.order.command("cancel <order>"))
		.description("Cancel an order for the restaurant; its channel is told, and its POS where it has a ticket")
		.option("--reason <text>", "kept with the order and in the audit, told to nobody outside", readReason);
	withExamples(cancel, ["ticketrail order cancel 0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90 --reason 'The oven is broken'"]);
	onRun(cancel, session, async ({ words, options, output, configure }) => {
		const reason = options.reason as string | undefined;
		const done = await actions.cancelOrder(configure(), { order_id: words[0]!, reason });
		output.data(done, ({ record }) => record(done));
		output.say(
			done.is_repeat
				? "It had been cancelled before; nobody is told again."
				: "The hub that runs tells its channel, and its POS where that has a ticket.",
		);
		return undefined;
	});

	const pause = json(nouns.provider.command("pause <slug>")).description(
		"Send nothing to a POS or DSP until it is resumed; what is for it waits",
	);
	withExamples(pause, ["ticketrail provider pause my-pos"]);
	onRun(pause, session, (call) => setPaused(call, true));

	const resume = json(nouns.provider.command("resume <slug>")).description("Send to a paused POS or DSP again");
	withExamples(resume, ["ticketrail provider resume my-pos"]);
	onRun(resume, session, (call) => setPaused(call, false));

	async function setPaused({ words, output, configure }: CommandCall, is_paused: boolean): Promise<undefined> {
		const change = await actions.setPaused(configure(), words[0]!, is_paused);
		output.data(change, ({ record }) => record(change));
		output.say(
			is_paused
				? "Every hub process stops sending to it within five seconds. Orders still get their verdict in time."
				: "Every hub process sends to it again within a few seconds.",
		);
		return undefined;
	}
}

function readReason(text: string): string {
	if ([...text].length > CANCEL_REASON_MAX)
		throw new InvalidArgumentError(`It must have at most ${CANCEL_REASON_MAX} characters.`);
	return text;
}

function readTime(text: string): number {
	const time = Date.parse(text);
	if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time))
		throw new InvalidArgumentError("It must be a time such as 2026-01-31 or 2026-01-31T18:00:00Z.");
	return time;
}
