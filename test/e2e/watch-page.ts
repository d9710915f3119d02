import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { PATIENCE_MS } from "./until.ts";

/** Sizes at which every page must be good, with one appearance each so that both are seen. */
export const VIEWS = [
	{ width: 390, height: 844, scheme: "light" },
	{ width: 390, height: 844, scheme: "dark" },
	{ width: 1440, height: 900, scheme: "light" },
	{ width: 1440, height: 900, scheme: "dark" },
] as const;

/** A page that is being watched: `complaints` collects what no page of ours may do. */
export interface WatchedPage {
	page: Page;
	/** Foreign requests, errors of scripts, broken content policy. Empty when all is well. */
	complaints: string[];
	/** Foreign pages that somebody went to in a window that a link opened beside: a journey, not a request of our page. */
	visits: string[];
	close(): Promise<void>;
}

/** A fresh, unshared browser window. `hosts` are the only ones that the page may talk to, as `host:port`. */
export async function watchPage(
	browser: Browser,
	hosts: readonly string[],
	view: { width: number; height: number; scheme: "light" | "dark" } = VIEWS[2],
): Promise<WatchedPage> {
	const { width, height, scheme } = view;
	const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	const complaints: string[] = [];
	const visits: string[] = [];
	const isForeign = (url: string) => {
		const { host, protocol } = new URL(url);
		return protocol !== "data:" && protocol !== "about:" && !hosts.includes(host);
	};
	page.on("request", (request) => {
		if (isForeign(request.url())) complaints.push(`asked ${request.url()}`);
	});
	context.on("page", (beside) => {
		beside.on("framenavigated", (frame) => {
			if (frame === beside.mainFrame() && isForeign(frame.url())) visits.push(frame.url());
		});
		beside.on("request", (request) => {
			// what a foreign page loads is its own affair; ours may ask nobody else there either, not even by a frame
			if (request.isNavigationRequest() && request.frame().parentFrame() === null) return;
			if (isForeign(request.url()) && !isForeign(beside.url())) complaints.push(`asked ${request.url()}`);
		});
	});
	page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
	page.on("console", (message) => {
		// a page may be the answer 400 or 401 to a form, or tell of a session that has ended; the browser notes that as an error of its own
		const is_status = message.text().startsWith("Failed to load resource: the server responded with a status of 4");
		const is_question = message.location().url.endsWith("/console/session");
		if (message.type() === "error" && (!is_status || is_question)) complaints.push(`console: ${message.text()}`);
	});
	return { page, complaints, visits, close: () => context.close() };
}

/** What axe finds against WCAG 2.2 AA, one line per rule and element; empty when all is well. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
	const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
	await page.evaluate(source);
	return page.evaluate(async () => {
		const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
		const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
		const { violations, passes } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
		if (passes.length === 0) return ["axe saw nothing to check"];
		return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
	});
}

/** How much wider than the window the page is; 0 when nobody has to scroll sideways. */
export function overflowOf(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The accessible name of what has the focus, for tests that use the keyboard only. */
export function focused(page: Page): Promise<string> {
	return page.evaluate(() => {
		const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLLabelElement> };
		return (element.labels?.[0]?.textContent ?? element.textContent ?? "").replace(/\s+/g, " ").trim();
	});
}

/** Press Tab until something with that name has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
	for (let presses = 0; presses < 60; presses++) {
		await page.keyboard.press("Tab");
		if ((await focused(page)).startsWith(name)) return;
	}
	throw new Error(`the keyboard does not reach "${name}"`);
}
