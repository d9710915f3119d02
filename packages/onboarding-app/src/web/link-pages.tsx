import { Button, href, OnboardingFrame } from "@ticketrail/console/onboarding";
import { type ReactNode, useState } from "react";
import { createDoorCaller } from "./call-door.ts";
import { createDoorSource } from "./door-source.ts";
import { Notice } from "./notice.tsx";
import type { OpenedLink } from "./opened-link.ts";
import { OrgPages } from "./org-pages.tsx";
import { PageFrame } from "./page-frame.tsx";
import { type TextName, useTexts } from "./texts.ts";
import { useAddresses } from "./use-addresses.ts";
import { type Progress, useProgress } from "./use-progress.ts";

const WINDOW = "popup,width=520,height=760";
const NOTHING: Partial<Progress> = {};

/**
 * The pages of an opened link, for the page and for the widget. A sign-in happens in a window of its own, since the provider's page
 * refuses to be framed and the hub takes the code itself; a blocked window leaves a visible link.
 */
export function LinkPages(props: {
	opened: OpenedLink;
	progress?: Partial<Progress>;
	onClose?: () => void;
}): ReactNode {
	const { opened, progress = NOTHING, onClose } = props;
	const { session, org_id, onboarding_id } = opened;
	const navigation = useAddresses(href(["orgs", org_id]), false);
	const [blocked, setBlocked] = useState<string>();
	const { watch, is_done } = useProgress(progress, onboarding_id);
	const [source] = useState(() =>
		createDoorSource(createDoorCaller("/onboard/door", session), {
			watch,
			openSignIn: (entry_url) => setBlocked(window.open(entry_url, "_blank", WINDOW) ? undefined : entry_url),
		}),
	);
	const close = onClose && (
		<Button look={is_done ? "primary" : "secondary"} onClick={onClose}>
			<Word name={is_done ? "finish" : "close"} />
		</Button>
	);
	return (
		<OnboardingFrame source={source} navigation={navigation}>
			<PageFrame actions={close}>
				{is_done && <Notice text="all_done" />}
				{!is_done && onboarding_id !== undefined && <Notice look="warn" text="reconnect" />}
				{blocked !== undefined && (
					<Notice look="warn" text="blocked">
						<a
							href={blocked}
							target="_blank"
							rel="noopener opener"
							className="link"
							onClick={() => setBlocked(undefined)}
						>
							<Word name="blocked_link" />
						</a>
					</Notice>
				)}
				<OrgPages />
			</PageFrame>
		</OnboardingFrame>
	);
}

function Word({ name }: { name: TextName }): ReactNode {
	return useTexts()(name);
}
