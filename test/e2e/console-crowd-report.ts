import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { startEmbedded } from "@ticketrail/hub";
import { openBrowser } from "./browser.ts";
import { CROWD, seedConsoleCrowd, unlinkCrowd } from "./console-crowd.ts";
import { bindCallsOf, type CallFigures, callsOf, keepOrdering, openSession } from "./console-crowd-calls.ts";
import { enterScreen, type Screen, screensOf, scrollThrough } from "./console-crowd-screens.ts";
import { type Desk, openDesk, settled } from "./console-desk.ts";
import { startHubProcess, untilReady } from "./hub-process.ts";
import { environmentOf, openForBusiness, untilQuiet } from "./town.ts";

const HELP = `npm run console:report -- [--rounds N] [--only TEXT]

Measures the console with ${CROWD.locations} locations linked to as many stores of a DSP, ${CROWD.orders} orders and ${CROWD.log_rows} log rows,
on a PostgreSQL of its own and with a hub in a process of its own. For each request, one at a time over HTTP: the middle and the
longest time of N rounds from its first byte to its answer's last, the answer's size, and how long the hub's event loop was held at
most (nodejs_eventloop_lag_max_seconds of its /metrics, which reads 10 to 12 ms at rest), and the processor time that the hub's
process took, which hardly depends on what else the machine does. Ten orders a second come in meanwhile.

Then each screen in a real Chromium: the middle and the longest time from its address being entered (the console's own files cached)
until its first row is there and nothing waits for data, and the same for the first of all times; and, while it is scrolled, rows in
the page at most, and frames with a gap. Before them the first load of the console, with nothing cached, and what it brings over.

  --rounds N    rounds per request (default 3)
  --only TEXT   only requests with this text in their name
`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { rounds: { type: "string" }, only: { type: "string" }, help: { type: "boolean" } },
	});
	const isAsked = ({ name }: { name: string }) => name.includes(values.only ?? "");
	if (values.help) return void process.stdout.write(HELP);
	const rounds = Number(values.rounds ?? 3);
	const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-console-"));
	const server = await startEmbedded({ data_dir: folder });
	const browser = await openBrowser();
	const env = { DATABASE_URL: server.url, TICKETRAIL_MASTER_KEY: "5e".repeat(32) };
	const desk = await openDesk(browser, { env });
	const { town } = desk;
	const { org_id } = await openForBusiness(town);
	await town.dsp.placeOrder();
	await untilQuiet(town);
	await seedConsoleCrowd(town);
	await town.hub.stop();
	const local = environmentOf(Number(new URL(town.hub.url).port), town.data_dir);
	const hub = startHubProcess({ ...local, ...env });
	try {
		await untilReady(hub, town.hub.url);
		const session = await openSession(desk);
		const endOrdering = await keepOrdering(desk);
		for (const call of (await callsOf(desk, org_id)).filter(isAsked)) print(await session.figures(call, rounds));
		printOrders(await endOrdering());
		for (const state of ["all linked", "none linked"]) {
			if (state === "none linked") await unlinkCrowd(town);
			else {
				if (isAsked({ name: "first load" })) await showFirstLoad(desk, rounds);
				await showScreens(desk, org_id, rounds, isAsked);
			}
			const endAgain = await keepOrdering(desk);
			for (const call of (await bindCallsOf(desk, org_id, session)).filter(isAsked))
				print(await session.figures({ ...call, name: `${call.name}, ${state}` }, rounds));
			printOrders(await endAgain());
		}
	} finally {
		await hub.terminate();
		await browser.close();
		await Promise.all([town.pos.stop(), town.dsp.stop(), town.pos_line.stop(), town.dsp_line.stop()]);
		await server.stop();
		for (const dir of [folder, town.data_dir]) rmSync(dir, { recursive: true, force: true });
	}
}

async function showScreens(
	desk: Desk,
	org_id: string,
	rounds: number,
	isAsked: (screen: Screen) => boolean,
): Promise<void> {
	const { page, close } = await desk.visit("/settings");
	for (const screen of (await screensOf(desk, org_id)).filter(isAsked)) {
		const times: number[] = [];
		// the first time its files are not cached yet, and the hub has not compared what it compares
		for (let round = 0; round <= rounds; round++) times.push(await enterScreen(page, desk.town.hub.url, screen));
		const warm = times.slice(1).sort((a, b) => a - b);
		const figures = [warm[warm.length >> 1] ?? 0, warm.at(-1) ?? 0, times[0] ?? 0];
		const [ms, longest, first] = figures.map((value) => value.toFixed(0));
		const { most_rows, frames, blank_frames } = await scrollThrough(
			page,
			screen.name === "organisations" ? () => true : (deepest) => deepest > 60,
			60_000,
		);
		process.stdout.write(
			`screen: ${screen.name.padEnd(38)} ${ms?.padStart(6)} ms ${longest?.padStart(6)} ms at most   the first time ${first?.padStart(5)} ms   ${most_rows} rows at most, ${blank_frames} of ${frames} frames blank\n`,
		);
	}
	await close();
}

/** Somebody comes for the first time: nothing is cached. From the address being entered until the first row is there, by the page's own clock. */
async function showFirstLoad(desk: Desk, rounds: number): Promise<void> {
	// the window that signs in has the console's files from then on
	await (await desk.visit("/orgs")).close();
	const loads: { ms: number; bytes: number }[] = [];
	for (let round = 0; round < rounds; round++) {
		const { page, close } = await desk.visit("/orgs");
		await page.locator("tbody tr[data-index]").first().waitFor();
		await settled(page);
		loads.push(
			await page.evaluate(() => {
				const entries = performance.getEntries().filter((entry) => "transferSize" in entry);
				const bytes = (entries as PerformanceResourceTiming[]).reduce((sum, entry) => sum + entry.transferSize, 0);
				return { ms: performance.now(), bytes };
			}),
		);
		await close();
	}
	loads.sort((a, b) => a.ms - b.ms);
	const [middle, longest] = [loads[loads.length >> 1], loads.at(-1)];
	const [ms, ms_max] = [middle, longest].map((load) => (load?.ms ?? 0).toFixed(0).padStart(6));
	const kilobytes = ((middle?.bytes ?? 0) / 1000).toFixed(0);
	process.stdout.write(`${"first load, nothing cached".padEnd(46)} ${ms} ms ${ms_max} ms at most   ${kilobytes} kB\n`);
}

function print({ name, status, ms, ms_max, bytes, held_ms, cpu_ms }: CallFigures): void {
	const [took, longest, kilobytes, held, cpu] = [ms, ms_max, bytes / 1000, held_ms, cpu_ms].map((value) =>
		value.toFixed(0),
	);
	process.stdout.write(
		`${name.padEnd(42)} ${status} ${took?.padStart(6)} ms ${longest?.padStart(6)} ms at most ${kilobytes?.padStart(7)} kB   loop held ${held?.padStart(5)} ms   cpu ${cpu?.padStart(5)} ms\n`,
	);
}

function printOrders({ count, slowest_ms }: { count: number; slowest_ms: number }): void {
	process.stdout.write(`  meanwhile ${count} orders, the slowest answered after ${slowest_ms.toFixed(0)} ms\n`);
}

await main();
