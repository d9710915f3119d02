import { OnboardingFrame, PageHead } from "@ticketrail/console/onboarding";
import { type ReactNode, useState } from "react";
import { createDoorCaller } from "./call-door.ts";
import { createDoorSource } from "./door-source.ts";
import { PageFrame } from "./page-frame.tsx";
import { type TextName, useTexts } from "./texts.ts";
import { useAddresses } from "./use-addresses.ts";

/** A page that only says something; `said` is what the hub says. */
export function Message(props: { title: TextName; text?: TextName; said?: string }): ReactNode {
	const navigation = useAddresses("/", false);
	const [source] = useState(() => createDoorSource(createDoorCaller("/onboard/door")));
	return (
		<OnboardingFrame source={source} navigation={navigation}>
			<PageFrame>
				<Body {...props} />
			</PageFrame>
		</OnboardingFrame>
	);
}

function Body({ title, text, said }: { title: TextName; text?: TextName; said?: string }): ReactNode {
	const t = useTexts();
	return (
		<>
			<PageHead title={t(title)} />
			<p role="status">{said ?? (text && t(text))}</p>
		</>
	);
}
