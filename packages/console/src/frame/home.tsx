import { type ReactNode, useEffect } from "react";
import { useNavigation } from "../navigation/navigation.tsx";
import { useSession } from "./session.tsx";

/** The start: an operator's list of organisations, a merchant's own organisation. */
export function Home(): ReactNode {
	const { org } = useSession();
	const { go } = useNavigation();
	const target = org === undefined ? "/orgs" : `/orgs/${org._id}`;
	useEffect(() => go(target, { replace: true }), [go, target]);
	return null;
}
