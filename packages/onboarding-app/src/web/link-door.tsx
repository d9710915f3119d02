import { type ReactNode, useEffect, useState } from "react";
import { createDoorCaller } from "./call-door.ts";
import { LinkPages } from "./link-pages.tsx";
import { Message } from "./message.tsx";
import type { OpenedLink } from "./opened-link.ts";

const KEPT = "ticketrail.onboarding";

/** The page of a magic link: its token is used up at once, and what it gave is kept for this tab, so that it can be loaded again. */
export function LinkDoor(): ReactNode {
	const [opened, setOpened] = useState(readKept);
	const [failure, setFailure] = useState<string>();
	const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get("token") ?? "");
	useEffect(() => {
		if (token === "") return;
		history.replaceState(null, "", location.pathname);
		openOnce(token).then(
			(link) => {
				sessionStorage.setItem(KEPT, JSON.stringify(link));
				setOpened(link);
			},
			(error: Error) => setFailure(error.message),
		);
	}, [token]);
	if (failure !== undefined) return <Message title="over" said={failure} />;
	if (opened !== undefined) return <LinkPages key={opened.session} opened={opened} />;
	return <Message title="product" text={token === "" ? "no_token" : "opening"} />;
}

/** Of two effects of one page the second must not find the token used up. */
const openings = new Map<string, Promise<OpenedLink>>();
function openOnce(token: string): Promise<OpenedLink> {
	const known = openings.get(token) ?? createDoorCaller("/onboard")<OpenedLink>("open", { token });
	openings.set(token, known);
	return known;
}

function readKept(): OpenedLink | undefined {
	if (location.hash.includes("token=")) return undefined;
	try {
		const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as OpenedLink | null;
		return kept !== null && kept.expires_at > Date.now() ? kept : undefined;
	} catch {
		return undefined;
	}
}
