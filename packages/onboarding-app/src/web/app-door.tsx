import { OnboardingFrame } from "@ticketrail/console/onboarding";
import { type ReactNode, useState } from "react";
import { createDoorCaller } from "./call-door.ts";
import { createDoorSource } from "./door-source.ts";
import { Notice } from "./notice.tsx";
import { OrgPages } from "./org-pages.tsx";
import { PageFrame } from "./page-frame.tsx";
import { StartPage } from "./start-page.tsx";
import { useTexts } from "./texts.ts";
import { useAddresses } from "./use-addresses.ts";

const RETURNED = ["connected", "declined", "failed", "unknown"] as const;

/** The stand-alone app: a merchant after another, at real addresses. */
export function AppDoor(): ReactNode {
	const [{ call, source }] = useState(() => {
		const caller = createDoorCaller("/door");
		return { call: caller, source: createDoorSource(caller) };
	});
	const navigation = useAddresses(`${location.pathname}${location.search}`, true);
	const { returned } = navigation.search;
	const told = RETURNED.find((known) => known === returned);
	return (
		<OnboardingFrame source={source} navigation={navigation}>
			<PageFrame>
				{told !== undefined && <Notice look={told === "connected" ? "good" : "warn"} text={told} />}
				{navigation.path.startsWith("/orgs/") ? <OrgUnderHome /> : <StartPage call={call} />}
			</PageFrame>
		</OnboardingFrame>
	);
}

function OrgUnderHome(): ReactNode {
	const t = useTexts();
	return <OrgPages crumbs={[{ text: t("home"), href: "/" }]} />;
}
