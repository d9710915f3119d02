import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ConsolePermission, ConsoleRole, Session } from "@ticketrail/contract";
import { createContext, type ReactNode, use, useCallback, useMemo } from "react";
import { useApi } from "../api/api-context.tsx";
import { asFailure, CallFailure } from "../api/call-failure.ts";
import { useText } from "../text/text.tsx";

/** Key of the session among the queries. */
const SESSION_KEY = ["session"] as const;

const SessionContext = createContext<Session | undefined>(undefined);

/** Whether somebody is signed in, as far as is known. */
export type SessionState =
	| { kind: "unknown" }
	| { kind: "nobody" }
	| { kind: "unreachable"; failure: CallFailure; retry: () => void }
	| { kind: "somebody"; session: Session };

/** Asks the hub who is signed in. */
export function useSessionState(): SessionState {
	const api = useApi();
	const queries = useQueryClient();
	const query = useQuery({
		queryKey: SESSION_KEY,
		queryFn: async ({ signal }) => {
			const session = await api.get<Session | null>("/console/session", {}, signal);
			// under an open page it has ended: what stands there is kept until somebody signs in again
			if (session === null && queries.getQueryData(SESSION_KEY)) throw sessionEnded();
			api.setCsrfToken(session?.csrf_token);
			return session;
		},
		retry: false,
		staleTime: 60_000,
	});
	if (query.data === null) return { kind: "nobody" };
	if (query.data !== undefined) return { kind: "somebody", session: query.data };
	if (query.error === null) return { kind: "unknown" };
	return { kind: "unreachable", failure: asFailure(query.error), retry: () => void query.refetch() };
}

/** Takes over a session that the hub has just opened. */
export function useAdoptSession(): (session: Session) => void {
	const api = useApi();
	const queries = useQueryClient();
	return useCallback(
		(session) => {
			api.setCsrfToken(session.csrf_token);
			queries.setQueryData(SESSION_KEY, session);
			void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
		},
		[api, queries],
	);
}

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }): ReactNode {
	return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in. */
export function useSession(): Session {
	const session = use(SessionContext);
	if (session === undefined) throw new Error("a screen stands outside of SessionProvider");
	return session;
}

/** Why the signed-in person may not do something, or `undefined` if they may: for `why_not` of a button. */
export function useWhyNot(): (permission: ConsolePermission) => string | undefined {
	const session = useSession();
	const { t, language } = useText();
	return useMemo(() => {
		const list = new Intl.ListFormat(language, { type: "disjunction" });
		const roleName = (role: ConsoleRole) => t(`role.${role}`);
		return (permission) => {
			if (session.permissions.includes(permission)) return undefined;
			const roles = (session.who_can[permission] ?? []).filter((role) => role !== "custom").map(roleName);
			return t("may.reason", { roles: list.format(roles), role: roleName(session.role) });
		};
	}, [session, t, language]);
}

/** What every other call is told without a session. */
function sessionEnded(): CallFailure {
	return new CallFailure({ status: 401, code: "session_required", message: "" });
}
