import { NAV_ITEMS, type NavItem } from "./nav-items.ts";
import { useSession } from "./session.tsx";

/** The places that the signed-in person can go to. Somebody of one organisation goes straight to it. */
export function useNavItems(): NavItem[] {
	const { permissions, org } = useSession();
	return NAV_ITEMS.filter(({ permission }) => permissions.includes(permission)).map((item) =>
		item.href === "/orgs" && org !== undefined
			? { ...item, text: "nav.own_org", short: "nav.own_org_short", href: `/orgs/${org._id}` }
			: item,
	);
}
