import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";

/** Says something to a screen reader without moving anybody's focus. */
export interface Announcer {
	/** Politely, at most one message in five seconds: of several that wait, the last is said. */
	say(message: string): void;
	/** At once. For an answer to what the person just did, and for an order past its deadline. */
	alert(message: string): void;
}

const QUIET_MS = 5_000;
const AnnouncerContext = createContext<Announcer>({ say: () => {}, alert: () => {} });

/** Holds the two live regions of the page. */
export function AnnouncerProvider({ children }: { children: ReactNode }): ReactNode {
	const [polite, setPolite] = useState("");
	const [assertive, setAssertive] = useState("");
	const next_at = useRef(0);
	const waiting = useRef<string | undefined>(undefined);
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);

	const say = useCallback((message: string) => {
		const wait = next_at.current - Date.now();
		if (wait <= 0) {
			next_at.current = Date.now() + QUIET_MS;
			setPolite(message);
			return;
		}
		waiting.current = message;
		timer.current ??= setTimeout(() => {
			timer.current = undefined;
			next_at.current = Date.now() + QUIET_MS;
			if (waiting.current !== undefined) setPolite(waiting.current);
			waiting.current = undefined;
		}, wait);
	}, []);
	const alert = useCallback((message: string) => setAssertive(message), []);
	const announcer = useMemo(() => ({ say, alert }), [say, alert]);

	return (
		<AnnouncerContext value={announcer}>
			{children}
			<div role="status" aria-live="polite" className="sr-only">
				{polite}
			</div>
			<div role="alert" aria-live="assertive" className="sr-only">
				{assertive}
			</div>
		</AnnouncerContext>
	);
}

/** How a part speaks to a screen reader. */
export function useAnnouncer(): Announcer {
	return use(AnnouncerContext);
}
