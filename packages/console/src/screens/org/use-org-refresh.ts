import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";

/** Many orders at once are one reason to look again, not many. */
const PAUSE_MS = 2_000;

/** Reads an organisation anew when there is news of its orders, at most every two seconds. */
export function useOrgRefresh(org_id: string): () => void {
	const queries = useQueryClient();
	const waiting = useRef(false);
	return useCallback(() => {
		if (waiting.current) return;
		waiting.current = true;
		setTimeout(() => {
			waiting.current = false;
			void queries.invalidateQueries({
				queryKey: ["org", org_id],
				predicate: ({ queryKey }) => queryKey[2] !== "bind",
			});
		}, PAUSE_MS);
	}, [queries, org_id]);
}
