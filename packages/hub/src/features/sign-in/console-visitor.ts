import { CONSOLE_ROLES, type ConsolePermission, type ConsoleRole, mayDo } from "@ticketrail/contract";
import { digest } from "../../base/secret-box.ts";
import { findBrowserSession, touchBrowserSession } from "../../storage/tables/browser-session.ts";
import { findOperator, setOperatorSeen } from "../../storage/tables/operator.ts";
import { findOrg, findOrgUser } from "../../storage/tables/org.ts";
import type { OperatorParts } from "./operators.ts";
import { SIGN_IN_LIFE } from "./sign-in.ts";

/** Who sits at the console. */
export interface ConsoleVisitor {
	/** the person of the merchant, or the operator */
	user_id: string;
	email: string;
	full_name: string | null;
	role: ConsoleRole;
	/** the one organisation that a merchant's person sees; null for an operator, who sees all */
	org: { org_id: string; name: string; partner_id: string } | null;
	has_password: boolean;
	/** for the audit: `user:<id>` or `operator:<id>` */
	actor: string;
	session_digest: Buffer;
	/** what unsafe methods bring along; derived from the session, so that it is nobody else's */
	csrf_token: string;
	/** epoch ms */
	expires_at: number;
	idle_expires_at: number;
}

/** A session in use is noted so often, ms: not with every request. */
const TOUCH_MS = 60_000;

/** Who sits at the browser with this session; undefined when it is unknown or over, or the person is gone. */
export async function consoleVisitor(
	parts: Pick<OperatorParts, "db" | "clock">,
	session: string,
): Promise<ConsoleVisitor | undefined> {
	const { db, clock } = parts;
	const now = clock.now();
	const session_digest = digest(session);
	const found = await findBrowserSession(db, session_digest, now, now - SIGN_IN_LIFE.idle);
	if (found === undefined) return undefined;
	const is_due = now - found.seen_at >= TOUCH_MS;
	if (is_due) await touchBrowserSession(db, session_digest, now);
	const common = {
		session_digest,
		csrf_token: csrfTokenOf(session),
		expires_at: found.expires_at,
		idle_expires_at: Math.min(found.expires_at, (is_due ? now : found.seen_at) + SIGN_IN_LIFE.idle),
	};
	if (found.operator_id !== null) {
		const operator = await findOperator(db, found.operator_id);
		if (operator === undefined) return undefined;
		if (is_due || operator.last_seen_at === null) await setOperatorSeen(db, operator.operator_id, now);
		return {
			...common,
			...{ user_id: operator.operator_id, email: operator.email, full_name: null, role: "operator", org: null },
			has_password: operator.password_hash !== null,
			actor: `operator:${operator.operator_id}`,
		};
	}
	if (found.org_id === null || found.user_id === null) return undefined;
	const org = await findOrg(db, found.org_id);
	const user = org && (await findOrgUser(db, found.org_id, found.user_id));
	if (!org || !user) return undefined;
	return {
		...common,
		...{ user_id: found.user_id, email: user.email, full_name: user.full_name, role: roleOf(user.role) },
		org: { org_id: org.org_id, name: org.name, partner_id: org.partner_id },
		has_password: false,
		actor: `user:${found.user_id}`,
	};
}

/** Whether somebody may do this. */
export function isAllowed(visitor: ConsoleVisitor, permission: ConsolePermission): boolean {
	return mayDo(visitor.role, permission);
}

/** A role that nobody knows may do no more than `custom`. An operator is never made by a partner. */
function roleOf(text: string): ConsoleRole {
	const known = CONSOLE_ROLES.find((role) => role === text);
	return known === undefined || known === "operator" ? "custom" : known;
}

function csrfTokenOf(session: string): string {
	return digest(`csrf ${session}`).toString("base64url");
}
