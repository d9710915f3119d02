import { compile, MenuFileV1, MenuFileV2 } from "@ticketrail/contract";
import { nestMenu } from "./flat-menu.ts";
import { type Store, setMenu } from "./stores.ts";

const TIMEOUT_MS = 20_000;

/** Whether a menu was taken in, or why not. */
export type Intake = { kind: "taken" } | { kind: "failed"; message: string };

/**
 * Fetches published menus in either form: which one a hub sends is its setting for this DSP (contract.md C.6). Publications of one store are taken one after the other, so that a slow
 * older file never replaces a newer one.
 */
export function createMenuIntake({ fetch }: { fetch: typeof globalThis.fetch }) {
	const readNested = compile(MenuFileV1, { open_enums: true });
	const readFlat = compile(MenuFileV2, { open_enums: true });
	const last = new Map<Store, Promise<unknown>>();

	async function load(store: Store, download_url: string): Promise<Intake> {
		try {
			const response = await fetch(download_url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
			if (!response.ok) return { kind: "failed", message: `download_url answered ${response.status}` };
			const file: unknown = await response.json();
			const menu = isFlat(file) ? readFlat(file) : readNested(file);
			if (!menu.ok)
				return { kind: "failed", message: `menu file: ${menu.problems[0]?.path} ${menu.problems[0]?.message}` };
			setMenu(store, "item_families" in menu.value ? nestMenu(menu.value) : menu.value);
			return { kind: "taken" };
		} catch (error) {
			return { kind: "failed", message: `download_url: ${error instanceof Error ? error.message : String(error)}` };
		}
	}

	return (store: Store, download_url: string): Promise<Intake> => {
		const turn = (last.get(store) ?? Promise.resolve()).then(() => load(store, download_url));
		last.set(store, turn);
		return turn;
	};
}

/** Only the flat form keeps its products beside the menus. */
function isFlat(file: unknown): boolean {
	return typeof file === "object" && file !== null && "item_families" in file;
}
