import { createDoor, type Door } from "../door/door.ts";
import type { Offer } from "../door/door-book.ts";
import type { DoorParts } from "../door/door-parts.ts";
import { createMemoryBook, type MemoryBook } from "../door/memory-book.ts";

const LIFE_MS = 12 * 3_600_000;
const SESSIONS_MAX = 10_000;

/** One browser's work: what it opened and began. Lost when the app stops; the merchant's state is at the hub. */
export interface AppSession {
	id: string;
	book: MemoryBook;
	door: Door;
	/** epoch ms */
	ends_at: number;
}

/** The sessions of all browsers, in memory. */
export interface Sessions {
	find(id: string | undefined): AppSession | undefined;
	open(): AppSession;
}

/** An empty store of sessions. A new one takes the place of the one that has been quiet the longest, past the limit. */
export function createSessions(parts: {
	door: Omit<DoorParts, "book" | "return_url">;
	return_url(): string;
	offers: readonly Offer[];
	random(bytes: number): Buffer;
}): Sessions {
	const sessions = new Map<string, AppSession>();
	const { now } = parts.door;
	return {
		find(id) {
			const session = id === undefined ? undefined : sessions.get(id);
			if (!session || session.ends_at <= now()) return undefined;
			// the quiet ones come first, so that they go first
			sessions.delete(session.id);
			session.ends_at = now() + LIFE_MS;
			sessions.set(session.id, session);
			return session;
		},
		open() {
			const id = parts.random(32).toString("base64url");
			const book = createMemoryBook(parts.offers);
			const door = createDoor({ ...parts.door, book, return_url: parts.return_url() });
			const session = { id, book, door, ends_at: now() + LIFE_MS };
			sessions.set(id, session);
			const [quietest] = sessions.keys();
			if (sessions.size > SESSIONS_MAX && quietest !== undefined) sessions.delete(quietest);
			return session;
		},
	};
}
