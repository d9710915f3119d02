import { catalogText, changeSome, ingest } from "./catalog.ts";
import type { Course } from "./course.ts";
import { type HubProcess, until } from "./hub-process.ts";
import { median, type Result } from "./results.ts";

const OBJECTS = 50_000;
/** One object in a hundred is another by the next sync. */
const CHANGED = 0.01;
const POS_LOCATION = "pos-0";
const STORE = "dsp-0";

/** What the hub process spent on one step. */
interface Spent {
	/** until it was answered */
	ms: number;
	/** the hub's CPU time */
	cpu_ms: number;
	/** the longest that its event loop was held, by its own `monitorEventLoopDelay` */
	loop_ms: number;
	/** the most memory that the hub had meanwhile */
	peak_mb: number;
}

/**
 * A catalog of 50,000 objects in a hub that does nothing else, with one store of a DSP linked to it: the first sync, the same
 * again, and one in which every hundredth object changed, each with what follows at the store. Every round has a hub, and
 * so a memory, of its own.
 */
export async function largeCatalog(course: Course, { rounds }: { rounds: number }): Promise<Result[]> {
	const steps = { first: [] as Spent[], unchanged: [] as Spent[], changed: [] as Spent[], published: [] as Spent[] };
	const before: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const hub = await course.openHub();
		before.push(hub.memory().peak);
		const first = catalogText(OBJECTS, 1000 + round);
		const sync = () => spend(hub, () => ingest(hub, POS_LOCATION));
		course.far.catalogs.set(POS_LOCATION, first);
		steps.first.push(await sync());
		steps.published.push(await spend(hub, () => publish(course, () => bind(hub))));
		steps.unchanged.push(await sync());
		course.far.catalogs.set(POS_LOCATION, changeSome(first, CHANGED));
		steps.published.push(await spend(hub, () => publish(course, async () => void steps.changed.push(await sync()))));
		await hub.stop();
	}
	const common = { case: "catalog-50k", ratio_to_floor: null, rounds };
	const figures = Object.entries(steps).flatMap(([variant, spent]) => [
		{ ...common, variant, metric: "duration", value: median(spent.map(({ ms }) => ms)), unit: "ms" },
		{ ...common, variant, metric: "hub_cpu", value: median(spent.map(({ cpu_ms }) => cpu_ms)), unit: "ms" },
		{
			...common,
			variant,
			metric: "loop_held_most",
			value: Math.max(...spent.map(({ loop_ms }) => loop_ms)),
			unit: "ms",
		},
		{
			...common,
			variant,
			metric: "resident_peak",
			value: Math.max(...spent.map(({ peak_mb }) => peak_mb)),
			unit: "MB",
		},
	]);
	const peak = Math.max(...before, ...Object.values(steps).flatMap((spent) => spent.map(({ peak_mb }) => peak_mb)));
	return [...figures, { ...common, variant: "hub", metric: "resident_peak", value: peak, unit: "MB" }];
}

function bind(hub: HubProcess): Promise<unknown> {
	return hub.partner("POST", "/onboarding/locations/bind", {
		onboarding_id: hub.dsp_onboarding,
		locations: [{ pos_location_id: POS_LOCATION, dsp_provider_id: STORE, dsp_store_name: "Store" }],
	});
}

/** Do something that has the store hear of a new menu, and wait until it has heard. */
async function publish(course: Course, act: () => Promise<unknown>): Promise<void> {
	const { menus } = course.far;
	const before = menus.get(STORE);
	await act();
	await until(() => menus.get(STORE) !== before);
}

async function spend(hub: HubProcess, act: () => Promise<unknown>): Promise<Spent> {
	const before = await hub.figures();
	hub.forgetPeak();
	const begin = performance.now();
	await act();
	const ms = performance.now() - begin;
	const after = await hub.figures();
	return { ms, cpu_ms: after.cpu_ms - before.cpu_ms, loop_ms: after.loop_ms, peak_mb: hub.memory().peak };
}
