import { OnboardingFrame, PageHead } from "@ticketrail/console/onboarding";
import { type ReactNode, useState } from "react";
import { createDoorCaller } from "./call-door.ts";
import { createDoorSource } from "./door-source.ts";
import { PageFrame } from "./page-frame.tsx";
import { useAddresses } from "./use-addresses.ts";

/** A page that only says something. */
export function Message({ title, text }: { title: string; text: string }): ReactNode {
	const navigation = useAddresses("/", false);
	const [source] = useState(() => createDoorSource(createDoorCaller("/onboard/door")));
	return (
		<OnboardingFrame source={source} navigation={navigation}>
			<PageFrame>
				<PageHead title={title} />
				<p role="status">{text}</p>
			</PageFrame>
		</OnboardingFrame>
	);
}
