import type { ReactNode } from "react";
import { BindScreen } from "../../onboarding/bind/bind-screen.tsx";
import { ConsoleOnboarding } from "../../onboarding/console-onboarding.tsx";

/** Linking a DSP's stores, at the console. */
export function BindPage({
	org_id = "",
	integration_id = "",
}: {
	org_id?: string;
	integration_id?: string;
}): ReactNode {
	return (
		<ConsoleOnboarding>
			<BindScreen org_id={org_id} integration_id={integration_id} />
		</ConsoleOnboarding>
	);
}
