import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { openTown, type Town, type TownOptions } from "./town.ts";
import { type VIEWS, type WatchedPage, watchPage } from "./watch-page.ts";

/** A town with somebody of the staff at its hub's console. */
export interface Desk {
	town: Town;
	/** The address of a one-time sign-in link. */
	signInLink(): Promise<string>;
	/** A fresh window, signed in, at a path of the console. */
	visit(path: string, view?: (typeof VIEWS)[number]): Promise<WatchedPage>;
	/** A fresh window that nobody signed in with. */
	stranger(path: string, view?: (typeof VIEWS)[number]): Promise<WatchedPage>;
	close(): Promise<void>;
}

/** Opens a town and a desk in it. The staff's one session is used by every window. */
export async function openDesk(browser: Browser, options: TownOptions = {}): Promise<Desk> {
	const town = await openTown(options);
	const host = () => new URL(town.hub.url).host;
	const operator_id = randomUUID();
	const now = Date.now();
	await town.look("INSERT INTO operator (operator_id, email, created_at) VALUES ($1, $2, $3)", [
		operator_id,
		"ops@example.test",
		now,
	]);
	let cookies: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>> = [];
	const desk: Desk = {
		town,
		async signInLink() {
			const token = `tro_${randomBytes(24).toString("base64url")}`;
			const digest = createHash("sha256").update(token, "utf8").digest();
			await town.look(
				"INSERT INTO operator_link (token_digest, operator_id, expires_at, created_at) VALUES ($1, $2, $3, $4)",
				[digest, operator_id, now + 86_400_000, now],
			);
			return `${town.hub.url}/sign-in#token=${token}`;
		},
		async stranger(path, view) {
			const watched = await watchPage(browser, [host()], view);
			await watched.page.goto(town.hub.url + path);
			return watched;
		},
		async visit(path, view) {
			const watched = await watchPage(browser, [host()], view);
			const { page } = watched;
			if (cookies.length === 0) {
				await page.goto(await desk.signInLink());
				await page.getByRole("heading", { level: 1, name: "Organisations" }).waitFor();
				cookies = await page.context().cookies();
			}
			await page.context().addCookies(cookies);
			await page.goto(town.hub.url + path);
			return watched;
		},
		close: () => town.close(),
	};
	return desk;
}

/** Resolves when nothing on the page waits for data any more. */
export async function settled(page: Page): Promise<void> {
	await page.locator("h1").first().waitFor();
	await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
}
