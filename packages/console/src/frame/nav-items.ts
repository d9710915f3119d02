import type { ConsolePermission } from "@ticketrail/contract";
import type { IconName } from "../look/icon-paths.ts";
import type { TextKey } from "../text/text.tsx";

/** A place in the main navigation; shown to whoever holds the permission. */
export interface NavItem {
	text: TextKey;
	/** For the narrow bar. */
	short?: TextKey;
	href: string;
	icon: IconName;
	permission: ConsolePermission;
}

/** The main navigation, most used first: a narrow screen shows the first four and the rest under "More". */
export const NAV_ITEMS: readonly NavItem[] = [
	{ text: "nav.orgs", short: "nav.orgs_short", href: "/orgs", icon: "store", permission: "org.read" },
	{ text: "nav.orders", href: "/orders", icon: "ticket", permission: "order.read" },
	{ text: "nav.unroutable", href: "/unroutable", icon: "tray", permission: "order.read" },
	{ text: "nav.menus", href: "/menus", icon: "menu", permission: "menu.read" },
	{ text: "nav.logs", href: "/logs", icon: "log", permission: "log.read" },
	{ text: "nav.webhooks", href: "/webhooks", icon: "hook", permission: "delivery.read" },
	{ text: "nav.audit", href: "/audit", icon: "shield", permission: "audit.read" },
	{ text: "nav.system", href: "/system", icon: "pulse", permission: "system.read" },
	{ text: "nav.settings", href: "/settings", icon: "gear", permission: "settings.read" },
];
