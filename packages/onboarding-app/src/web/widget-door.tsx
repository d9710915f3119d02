import { type ReactNode, useEffect, useState } from "react";
import { createDoorCaller } from "./call-door.ts";
import { LinkPages } from "./link-pages.tsx";
import { Message } from "./message.tsx";
import type { OpenedLink } from "./opened-link.ts";
import type { Progress } from "./use-progress.ts";

/** The origin that may frame this page; the hub has compared it with the one that the token was made for. */
const ORIGIN = new URLSearchParams(location.search).get("origin") ?? "";

/** Tell the page around the frame, and no other. Ids and words only, never a secret. */
function tell(type: "ready" | "step" | "resize" | "done" | "exit" | "error", detail?: unknown): void {
	if (window.parent !== window && ORIGIN !== "") window.parent.postMessage({ ticketrail: 1, type, detail }, ORIGIN);
}

const PROGRESS: Progress = {
	onStep: (step) => tell("step", { step }),
	onDone: (done) => tell("done", done),
};

/** The widget's frame: it says that it is ready, gets the token from the page around it, and keeps it in memory alone. */
export function WidgetDoor(): ReactNode {
	const [opened, setOpened] = useState<OpenedLink>();
	const [failure, setFailure] = useState<string>();
	useEffect(() => {
		let has_token = false;
		const hear = ({ origin, source, data }: MessageEvent) => {
			if (origin !== ORIGIN || source !== window.parent || data?.ticketrail !== 1) return;
			if (data.type !== "token" || typeof data.token !== "string" || has_token) return;
			has_token = true;
			createDoorCaller("/onboard")<OpenedLink>("open", { token: data.token, origin: ORIGIN }).then(
				setOpened,
				(error: Error & { code?: string }) => {
					setFailure(error.message);
					tell("error", { code: error.code ?? "failed", message: error.message });
				},
			);
		};
		addEventListener("message", hear);
		tell("ready");
		const sizes = new ResizeObserver(() => tell("resize", document.documentElement.scrollHeight));
		sizes.observe(document.body);
		return () => {
			removeEventListener("message", hear);
			sizes.disconnect();
		};
	}, []);
	if (failure !== undefined) return <Message title="over" said={failure} />;
	if (opened === undefined) return <Message title="product" text="opening" />;
	return <LinkPages opened={opened} progress={PROGRESS} onClose={() => tell("exit")} />;
}
