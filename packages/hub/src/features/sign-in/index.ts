import type { GenerateSessionReply, GenerateSessionRequest } from "@ticketrail/contract";
import { type ConsoleVisitor, consoleVisitor } from "./console-visitor.ts";
import { generateSession } from "./generate-session.ts";
import {
	type InvitedOperator,
	inviteOperator,
	removeOperator,
	setPassword,
	signInByLink,
	signInByPassword,
} from "./operators.ts";
import { signInFromPos } from "./pos-sign-in.ts";
import { saveProfile } from "./profile.ts";
import { redeemToken, signOut, visitorOf } from "./session.ts";
import type { SignInParts, Visitor } from "./sign-in.ts";

export { type ConsoleVisitor, isAllowed } from "./console-visitor.ts";
export { inviteOperator, listOperators } from "./operators.ts";
export { SIGN_IN_LIFE, type Visitor } from "./sign-in.ts";

/** How people of a merchant come in (contract.md A.3, B.10). */
export interface SignIn {
	generateSession(
		actor: { partner_id: string; name: string },
		request: GenerateSessionRequest,
	): Promise<GenerateSessionReply>;
	redeemToken(token: string): Promise<{ session: string }>;
	visitorOf(session: string): Promise<Visitor | undefined>;
	signInFromPos(callback: { slug: string; code: string }): Promise<{ session: string }>;
	saveProfile(visitor: Visitor, profile: { full_name: string; phone_number: string }): Promise<void>;
	signOut(session: string): Promise<void>;
	/** Anybody who sits at the console. */
	consoleVisitor(session: string): Promise<ConsoleVisitor | undefined>;
	inviteOperator(invitation: { email: string; actor: string }): Promise<InvitedOperator>;
	signInByLink(token: string): Promise<string>;
	signInByPassword(given: { email: string; password: string }): Promise<string>;
	setPassword(
		who: { operator_id: string; session_digest: Buffer },
		request: { password: string; current_password?: string | undefined },
	): Promise<void>;
	removeOperator(operator_id: string, actor: string): Promise<void>;
}

/** The verbs of this feature with what they need. */
export function createSignIn(parts: SignInParts): SignIn {
	return {
		generateSession: (actor, request) => generateSession(parts, actor, request),
		redeemToken: (token) => redeemToken(parts, token),
		visitorOf: (session) => visitorOf(parts, session),
		signInFromPos: (callback) => signInFromPos(parts, callback),
		saveProfile: (visitor, profile) => saveProfile(parts, visitor, profile),
		signOut: (session) => signOut(parts, session),
		consoleVisitor: (session) => consoleVisitor(parts, session),
		inviteOperator: (invitation) => inviteOperator(parts, invitation),
		signInByLink: (token) => signInByLink(parts, token),
		signInByPassword: (given) => signInByPassword(parts, given),
		setPassword: (who, request) => setPassword(parts, who, request),
		removeOperator: (operator_id, actor) => removeOperator(parts, operator_id, actor),
	};
}
