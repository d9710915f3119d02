import type { AppSession } from "./sessions.ts";

/** Where the browser goes after it came back from a sign-in, and what it is told there. */
export interface Returned {
	location: string;
}

/**
 * A browser comes back from a POS or DSP with a code (contract.md A.4.3, B.1). The contract has no `state`: the session tells whose
 * code it is, and only a sign-in that this very browser began can be finished. The latest one that waits is meant.
 */
export async function finishReturn(session: AppSession | undefined, query: URLSearchParams): Promise<Returned> {
	const waiting = session?.book.waiting();
	if (!session || !waiting) return { location: "/?returned=unknown" };
	const home = `/orgs/${encodeURIComponent(waiting.org_id)}`;
	const code = readCode(query);
	if (code === undefined) return { location: `${home}?returned=declined` };
	try {
		await session.door.enterCode(waiting, code);
	} catch {
		return { location: `${home}?returned=failed` };
	}
	return { location: `${home}?returned=connected` };
}

/** A POS appends its code as it is (contract.md B.1): a plus sign in it is a plus sign. */
function readCode(query: URLSearchParams): string | undefined {
	const code = query.get("code") ?? "";
	return code === "" || code.length > 8192 ? undefined : code.replaceAll(" ", "+");
}
