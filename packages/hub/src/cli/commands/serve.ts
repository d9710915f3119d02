import type { Command } from "commander";
import type { DemoResult } from "../actions.ts";
import { SIGNAL_EXIT } from "../exit.ts";
import { withExamples } from "../help.ts";
import type { Format } from "../output.ts";
import { onRun, type Session } from "../session.ts";
import type { StopSignal } from "../signals.ts";

/** `start`, `demo` and `onboarding-app`: the commands that keep running. */
export function addServeCommands(program: Command, session: Session): void {
	const start = program
		.command("start")
		.description("Run the hub until it is told to stop")
		.option("--port <number>", "TCP port, instead of PORT")
		.option("--host <address>", "address to listen on, instead of HOST");
	withExamples(start, ["ticketrail start", "ticketrail start --port 9000", "TICKETRAIL_ROLES=worker ticketrail start"]);
	onRun(start, session, async ({ options, output, configure }) => {
		const { stopped, exitCode } = watchSignals(session);
		const flags = { PORT: text(options.port), HOST: text(options.host) };
		await session.actions.start({
			say: output.say,
			stopped,
			configure: (overrides) => configure({ ...overrides, ...defined(flags) }),
		});
		return exitCode();
	});

	const demo = program
		.command("demo")
		.description("Onboard a merchant and take one order from a reference DSP to a reference POS")
		.option("--once", "end after the order instead of staying up")
		.option("--port <number>", "TCP port; default a free one")
		.option("--json", "print one JSON document");
	withExamples(demo, ["ticketrail demo", "ticketrail demo --once --json"]);
	onRun(demo, session, async ({ options, output, configure }) => {
		const { stopped, exitCode } = watchSignals(session);
		await session.actions.demo({
			say: output.say,
			stopped,
			configure,
			once: options.once === true,
			port: text(options.port),
			onResult: (result) => output.data(result, (format) => renderDemo(result, format)),
		});
		return exitCode();
	});

	const app = program
		.command("onboarding-app")
		.description("Serve the onboarding screens against any hub that speaks the Partner API")
		.option("--port <number>", "TCP port, instead of PORT; default 8090")
		.option("--host <address>", "address to listen on, instead of HOST");
	withExamples(app, [
		"PARTNER_API_URL=https://hub.example PARTNER_CLIENT_ID=… PARTNER_CLIENT_SECRET=… ticketrail onboarding-app",
		"PARTNER_SOURCES=pos:toast=Toast,dsp:doordash=DoorDash … ticketrail onboarding-app",
	]);
	onRun(app, session, async ({ options }) => {
		const { stopped, exitCode } = watchSignals(session);
		const flags = defined({ PORT: text(options.port), HOST: text(options.host) });
		const code = await session.actions.onboardingApp({ ...session.env, ...flags }, stopped);
		return exitCode() ?? code;
	});
}

function watchSignals(session: Session) {
	let came: StopSignal | undefined;
	const stopped = session.stopSignal().then((signal) => {
		came = signal;
	});
	return { stopped, exitCode: () => (came === undefined ? undefined : SIGNAL_EXIT[came]) };
}

function renderDemo(result: DemoResult, format: Format): string {
	const { pos, dsp, order } = result;
	const tick = format.colors.green("✓");
	const ticket = order.pos_order_id ? `   ticket ${order.pos_order_id}` : "";
	return [
		`${tick} organisation  ${result.org_id}`,
		`${tick} POS           ${pos.source}  ${pos.status}   ${pos.locations} locations, ${pos.catalog_objects} catalog objects`,
		`${tick} DSP           ${dsp.source}  ${dsp.status}   ${dsp.stores} stores linked`,
		`${order.verdict === "accepted" ? tick : format.colors.red("✗")} order         ${order.dsp_order_id}  DSP → hub → POS   ${order.verdict} in ${order.accept_ms} ms${ticket}`,
		`Hub ${result.console_url}`,
	].join("\n");
}

function text(option: unknown): string | undefined {
	return typeof option === "string" ? option : undefined;
}

function defined(values: Record<string, string | undefined>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
}
