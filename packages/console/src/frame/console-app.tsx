import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { ApiContext } from "../api/api-context.tsx";
import { asFailure } from "../api/call-failure.ts";
import { createConsoleApi } from "../api/console-api.ts";
import { PreferencesProvider, usePreferences } from "../look/preferences.tsx";
import { AnnouncerProvider } from "../parts/announcer.tsx";
import { TextProvider } from "../text/text.tsx";
import { createConsoleRouter } from "./router.tsx";
import { createExpiry, ExpiryContext } from "./session-expiry.tsx";

/** The console: everything that lives as long as the page does is made here. */
export function ConsoleApp(): ReactNode {
	const [parts] = useState(() => {
		const expiry = createExpiry();
		const onError = (error: unknown) => {
			const { status } = asFailure(error);
			if (status === 401) expiry.note();
		};
		const queries = new QueryClient({
			queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== "session" && onError(error) }),
			mutationCache: new MutationCache({
				onError: (error, _values, _context, mutation) => mutation.options.meta?.is_sign_in !== true && onError(error),
			}),
			defaultOptions: {
				queries: {
					staleTime: 10_000,
					retry: (count, error) => count < 1 && asFailure(error).status === 0,
					retryDelay: 600,
				},
			},
		});
		return {
			expiry,
			queries,
			api: createConsoleApi({ fetch: (...call) => fetch(...call) }),
			router: createConsoleRouter(),
		};
	});
	return (
		<PreferencesProvider>
			<Language>
				<QueryClientProvider client={parts.queries}>
					<ApiContext value={parts.api}>
						<ExpiryContext value={parts.expiry}>
							<AnnouncerProvider>
								<RouterProvider router={parts.router} />
							</AnnouncerProvider>
						</ExpiryContext>
					</ApiContext>
				</QueryClientProvider>
			</Language>
		</PreferencesProvider>
	);
}

function Language({ children }: { children: ReactNode }): ReactNode {
	const { preferences } = usePreferences();
	return <TextProvider locale={preferences.locale}>{children}</TextProvider>;
}
