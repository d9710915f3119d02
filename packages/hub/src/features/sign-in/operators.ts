import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { digest, newSecret } from "../../base/secret-box.ts";
import type { Database, Sql } from "../../storage/database.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { deleteOperatorSessions } from "../../storage/tables/browser-session.ts";
import {
	deleteOperator,
	deleteOperatorLinksBefore,
	findOperator,
	findOperatorByEmail,
	insertOperatorLink,
	insertOperatorOnce,
	listOperators as readOperators,
	redeemOperatorLink,
	setOperatorPassword,
} from "../../storage/tables/operator.ts";
import { checkPassword, hashPassword } from "./password.ts";
import { openSession } from "./session.ts";
import { INSTALLATION_ID } from "./sign-in.ts";

/** What the staff's ways in need from outside. */
export interface OperatorParts {
	db: Database;
	clock: Clock;
	/** where browsers reach this hub, without a slash at the end */
	public_url: string;
	/** that many unpredictable bytes */
	random(bytes: number): Buffer;
}

/** How long a one-time link works, ms. */
const LINK_LIFE_MS = 24 * 3_600_000;

/** Somebody of the staff, without what they sign in with. `sign_in_url` works once, until `expires_at` (epoch ms). */
export interface InvitedOperator {
	operator_id: string;
	email: string;
	sign_in_url: string;
	expires_at: number;
}

/** An operator as others may see them. */
export interface ListedOperator {
	operator_id: string;
	email: string;
	has_password: boolean;
	created_at: number;
	last_seen_at: number | null;
}

/**
 * Add somebody of the staff, or give a known one another link. The token stands behind `#`, where no server, log or Referer sees
 * it. Error: `invalid_field`.
 */
export async function inviteOperator(
	parts: OperatorParts,
	invitation: { email: string; actor: string },
): Promise<InvitedOperator> {
	const email = invitation.email.trim().toLowerCase();
	if (!/^[^\s@]+@[^\s@]+$/.test(email))
		throw new HubError("invalid_field", { detail: "This is no e-mail address.", param: "email" });
	const token = newSecret("tro", parts.random);
	const now = parts.clock.now();
	const expires_at = now + LINK_LIFE_MS;
	const operator_id = await parts.db.transaction(async (tx) => {
		const operator_id = await insertOperatorOnce(tx, { operator_id: newId(), email, created_at: now });
		await deleteOperatorLinksBefore(tx, now);
		await insertOperatorLink(tx, { token_digest: digest(token), operator_id, expires_at, created_at: now });
		await audit(tx, { actor: invitation.actor, action: "operator.invited", subject: operator_id, at: now });
		return operator_id;
	});
	return { operator_id, email, sign_in_url: `${parts.public_url}/sign-in#token=${token}`, expires_at };
}

/** Sign an operator in by their link, once. Error: `sign_in_link_invalid`. */
export async function signInByLink(parts: OperatorParts, token: string): Promise<string> {
	const session = await parts.db.transaction(async (tx) => {
		const operator_id = await redeemOperatorLink(tx, digest(token), parts.clock.now());
		return operator_id && openSession(parts, tx, { operator_id });
	});
	if (!session) throw new HubError("sign_in_link_invalid");
	return session;
}

/** Sign an operator in by address and password; both wrong ways take as long. Error: `sign_in_failed`. */
export async function signInByPassword(
	parts: OperatorParts,
	given: { email: string; password: string },
): Promise<string> {
	const operator = await findOperatorByEmail(parts.db, given.email.trim().toLowerCase());
	const is_right = await checkPassword(given.password, operator?.password_hash ?? null);
	if (!operator || !is_right) throw new HubError("sign_in_failed");
	return parts.db.transaction((tx) => openSession(parts, tx, { operator_id: operator.operator_id }));
}

/**
 * Set an operator's password and end their other sessions. Whoever has one must know it. Errors: `sign_in_failed`,
 * `invalid_field` for one that is the address itself.
 */
export async function setPassword(
	parts: OperatorParts,
	who: { operator_id: string; session_digest: Buffer },
	request: { password: string; current_password?: string | undefined },
): Promise<void> {
	const operator = await findOperator(parts.db, who.operator_id);
	if (!operator) throw new HubError("session_required");
	const is_known =
		operator.password_hash === null || (await checkPassword(request.current_password ?? "", operator.password_hash));
	if (!is_known) throw new HubError("sign_in_failed", { detail: "The current password is wrong." });
	if (new Set(request.password).size < 5 || request.password.toLowerCase().includes(operator.email))
		throw new HubError("invalid_field", { detail: "This password is too easy to guess.", param: "/password" });
	const password_hash = await hashPassword(request.password);
	await parts.db.transaction(async (tx) => {
		await setOperatorPassword(tx, who.operator_id, password_hash);
		await deleteOperatorSessions(tx, who.operator_id, who.session_digest);
		const actor = `operator:${who.operator_id}`;
		await audit(tx, { actor, action: "operator.password_set", subject: who.operator_id, at: parts.clock.now() });
	});
}

/** Take somebody's access away, with their sessions. Errors: `operator_not_found`, `last_operator`. */
export async function removeOperator(parts: OperatorParts, operator_id: string, actor: string): Promise<void> {
	await parts.db.transaction(async (tx) => {
		if (!isId(operator_id) || !(await findOperator(tx, operator_id))) throw new HubError("operator_not_found");
		if (!(await deleteOperator(tx, operator_id))) throw new HubError("last_operator");
		await deleteOperatorSessions(tx, operator_id, null);
		await audit(tx, { actor, action: "operator.removed", subject: operator_id, at: parts.clock.now() });
	});
}

/** Everybody of the staff. */
export async function listOperators(sql: Sql): Promise<ListedOperator[]> {
	return (await readOperators(sql)).map(({ password_hash, ...row }) => ({
		...row,
		has_password: password_hash !== null,
	}));
}

async function audit(tx: Sql, row: { actor: string; action: string; subject: string; at: number }): Promise<void> {
	await insertAudit(tx, { org_id: INSTALLATION_ID, audit_id: newId(), detail: {}, ...row });
}
