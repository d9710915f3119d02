import { type ReactNode, useMemo } from "react";
import { useApi } from "../api/api-context.tsx";
import { useSession, useWhyNot } from "../frame/session.tsx";
import { createConsoleSource } from "./console-source.ts";
import { OnboardingSourceContext } from "./onboarding-source.ts";

/** Gives the onboarding screens below the hub's console surface. */
export function ConsoleOnboarding({ children }: { children: ReactNode }): ReactNode {
	const api = useApi();
	const whyNot = useWhyNot();
	const { public_url } = useSession().hub;
	const source = useMemo(() => createConsoleSource(api, { public_url, whyNot }), [api, public_url, whyNot]);
	return <OnboardingSourceContext value={source}>{children}</OnboardingSourceContext>;
}
