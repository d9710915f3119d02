import { closedEnum } from "../fields.ts";

/** Roles at the console: those of a merchant's people (contract.md A.3), and `operator` for the installation's own staff. */
export const CONSOLE_ROLES = ["owner", "admin", "manager", "team_member", "custom", "operator"] as const;
export type ConsoleRole = (typeof CONSOLE_ROLES)[number];

const MERCHANT: readonly ConsoleRole[] = ["owner", "admin", "manager", "team_member", "custom", "operator"];
const MANAGERS: readonly ConsoleRole[] = ["owner", "admin", "manager", "operator"];
const ADMINS: readonly ConsoleRole[] = ["owner", "admin", "operator"];
const OPERATORS: readonly ConsoleRole[] = ["operator"];

/**
 * What may be done at the console, and by whom. A merchant's people act only within their own organisation; an operator acts
 * in all of them. A session says which of these it holds; whoever lacks one is told who has it.
 */
export const CONSOLE_PERMISSIONS = {
	"session.own": MERCHANT,
	"org.read": MERCHANT,
	"order.read": MERCHANT,
	"order.customer": MANAGERS,
	"order.replay": MANAGERS,
	"order.cancel": MANAGERS,
	"order.release": ADMINS,
	"link.write": ADMINS,
	"link.test": MANAGERS,
	"integration.write": ADMINS,
	"integration.resync": MANAGERS,
	"menu.read": MERCHANT,
	"menu.publish": MANAGERS,
	"log.read": MANAGERS,
	"delivery.read": MANAGERS,
	"delivery.replay": MANAGERS,
	"audit.read": ADMINS,
	"org.create": OPERATORS,
	"settings.read": OPERATORS,
	"settings.write": OPERATORS,
	"system.read": OPERATORS,
} as const satisfies Record<string, readonly ConsoleRole[]>;
export type ConsolePermission = keyof typeof CONSOLE_PERMISSIONS;
export const CONSOLE_PERMISSION_NAMES = Object.keys(CONSOLE_PERMISSIONS) as ConsolePermission[];

export const Role = closedEnum(CONSOLE_ROLES);
export const Permission = closedEnum(CONSOLE_PERMISSION_NAMES);

/** Whether this role holds this permission. */
export function mayDo(role: ConsoleRole, permission: ConsolePermission): boolean {
	return (CONSOLE_PERMISSIONS[permission] as readonly ConsoleRole[]).includes(role);
}
