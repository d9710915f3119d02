import { type ReactNode, useEffect } from "react";
import { RouterNavigation } from "../navigation/router-navigation.tsx";
import { ErrorNote } from "../parts/error-note.tsx";
import { SkeletonRows } from "../parts/skeleton-rows.tsx";
import { useLate } from "../parts/use-late.ts";
import { SessionProvider, useSessionState } from "./session.tsx";
import { useExpiry } from "./session-expiry.tsx";
import { Shell } from "./shell.tsx";
import { SignInScreen } from "./sign-in-screen.tsx";

/** Nobody sees a screen without a session; whoever has none signs in and stays at the address they came to. */
export function Gate(): ReactNode {
	const state = useSessionState();
	const is_late = useLate(state.kind === "unknown");
	const { clear } = useExpiry();
	const csrf_token = state.kind === "somebody" ? state.session.csrf_token : undefined;
	useEffect(() => {
		if (csrf_token !== undefined) clear();
	}, [csrf_token, clear]);
	return (
		<RouterNavigation>
			{state.kind === "unknown" && is_late && (
				<main className="mx-auto max-w-5xl p-8" aria-busy="true">
					<SkeletonRows />
				</main>
			)}
			{state.kind === "unreachable" && (
				<main className="mx-auto max-w-2xl p-8">
					<h1 className="sr-only">Ticketrail</h1>
					<ErrorNote error={state.failure} onRetry={state.retry} />
				</main>
			)}
			{state.kind === "nobody" && <SignInScreen />}
			{state.kind === "somebody" && (
				<SessionProvider session={state.session}>
					<Shell />
				</SessionProvider>
			)}
		</RouterNavigation>
	);
}
