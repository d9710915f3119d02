import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asFailure } from "../api/call-failure.ts";
import { PreferencesProvider, usePreferences } from "../look/preferences.tsx";
import { type Navigation, NavigationContext } from "../navigation/navigation.tsx";
import { AnnouncerProvider } from "../parts/announcer.tsx";
import { TextProvider } from "../text/text.tsx";
import { type OnboardingSource, OnboardingSourceContext } from "./onboarding-source.ts";

/** Everything that the onboarding screens need around them in an app that is not the console. */
export function OnboardingFrame(props: {
	source: OnboardingSource;
	navigation: Navigation;
	children: ReactNode;
}): ReactNode {
	const { source, navigation, children } = props;
	const [queries] = useState(
		() =>
			new QueryClient({
				defaultOptions: {
					queries: { staleTime: 10_000, retry: (count, error) => count < 1 && asFailure(error).status === 0 },
				},
			}),
	);
	return (
		<PreferencesProvider>
			<Language>
				<QueryClientProvider client={queries}>
					<NavigationContext value={navigation}>
						<OnboardingSourceContext value={source}>
							<AnnouncerProvider>{children}</AnnouncerProvider>
						</OnboardingSourceContext>
					</NavigationContext>
				</QueryClientProvider>
			</Language>
		</PreferencesProvider>
	);
}

function Language({ children }: { children: ReactNode }): ReactNode {
	const { preferences } = usePreferences();
	return <TextProvider locale={preferences.locale}>{children}</TextProvider>;
}
