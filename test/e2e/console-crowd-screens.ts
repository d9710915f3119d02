import type { Page } from "playwright-core";
import { type Desk, settled } from "./console-desk.ts";
import { PATIENCE_MS, until } from "./until.ts";

/** A screen of the console with what shows that a person can go on: `ready` stands there, and nothing waits for data. */
export interface Screen {
	name: string;
	path: string;
	/** the first row, pair or heading */
	ready: string;
}

/** What a screen was like in a real browser. */
export interface ScreenFigures {
	/** from the address being entered to `ready` and nothing waiting, the console's own files cached, ms */
	ms: number;
	/** rows of tables and pairs that were in the page at most, while it was scrolled too */
	most_rows: number;
	/** frames while it was scrolled, and those of which the window showed a part of the list with no row in it */
	frames: number;
	blank_frames: number;
}

const ROW = "tbody tr[data-index]";
const PAIR = "fieldset[data-pair]";

/** The screens that grow with a merchant. */
export async function screensOf(desk: Desk, org_id: string): Promise<Screen[]> {
	const [row] = await desk.town.look("SELECT integration_id FROM integration WHERE type = 'dsp'");
	return [
		{ name: "organisations", path: "/orgs", ready: ROW },
		{ name: "org state", path: `/orgs/${org_id}`, ready: ROW },
		{ name: "orders", path: "/orders", ready: ROW },
		{ name: "logs", path: "/logs", ready: ROW },
		{ name: "menus", path: "/menus", ready: ROW },
		{ name: "bind", path: `/orgs/${org_id}/link/${row?.integration_id}`, ready: PAIR },
	];
}

/** Go to a screen by its address. Returns how long it took, ms. */
export async function enterScreen(page: Page, hub_url: string, { path, ready }: Screen): Promise<number> {
	const started = performance.now();
	await page.goto(hub_url + path, { waitUntil: "commit" });
	await page.locator(ready).first().waitFor({ timeout: PATIENCE_MS });
	await settled(page);
	return performance.now() - started;
}

/**
 * Scroll down until `reached`, and look at each frame meanwhile. However long the whole takes; given up when no row below has
 * come into the page for `patience_ms`.
 */
export async function scrollThrough(
	page: Page,
	reached: (deepest: number) => boolean,
	patience_ms: number,
): Promise<Omit<ScreenFigures, "ms">> {
	await page.evaluate(watchFrames);
	let deepest = -1;
	do {
		deepest += await until(
			`a row below row ${deepest} of the list`,
			async () => {
				await page.mouse.wheel(0, 3_000);
				return Math.max(0, (await page.evaluate(lastRow)) - deepest);
			},
			patience_ms,
		);
	} while (!reached(deepest));
	return page.evaluate(() => {
		const { watched } = window as unknown as { watched: Omit<ScreenFigures, "ms"> };
		return watched;
	});
}

/** In the page: the number of the last row that is in it. */
function lastRow(): number {
	const rows = [...document.querySelectorAll<HTMLElement>("tbody tr[data-index], fieldset[data-pair]")];
	return Math.max(-1, ...rows.map((row) => Number(row.dataset.index ?? row.dataset.pair)));
}

/**
 * In the page: counts rows at each frame, and looks what is at a quarter, the middle and three quarters of the window. Where that
 * is the space which stands for rows that are not in the page, the frame is blank.
 */
function watchFrames(): void {
	const watched = { most_rows: 0, frames: 0, blank_frames: 0 };
	Object.assign(window, { watched });
	const isBlank = (share: number) => {
		const at = document.elementFromPoint(window.innerWidth / 2, window.innerHeight * share);
		const is_spacer = at?.closest("tbody tr[aria-hidden]") != null;
		// the list of pairs itself: each pair stands in an element of its own upon it
		const is_between_pairs = at?.matches('div[style*="position: relative"]') ?? false;
		return is_spacer || is_between_pairs;
	};
	const look = () => {
		watched.frames += 1;
		watched.most_rows = Math.max(watched.most_rows, document.querySelectorAll("tr, fieldset[data-pair]").length);
		if ([0.25, 0.5, 0.75].some(isBlank)) watched.blank_frames += 1;
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
}
