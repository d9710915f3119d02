import { CONSOLE_PERMISSIONS, type ConsolePermission, type ConsoleRole } from "@ticketrail/contract";
import type { FastifyRequest } from "fastify";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { type ConsoleVisitor, isAllowed, type SignIn } from "../../features/sign-in/index.ts";
import { readSession } from "../account-cookie.ts";
import type { Visit } from "../endpoint.ts";

/** What the console's door asks. */
export interface VisitParts {
	sign_in: Pick<SignIn, "consoleVisitor">;
	findOrg(org_id: string): Promise<Visit["org"] | undefined>;
	public_url: string;
}

const SAFE: readonly string[] = ["GET", "HEAD", "OPTIONS"];
const CSRF_HEADER = "x-csrf-token";
const ROLE_WORDS: Record<ConsoleRole, string> = {
	owner: "an owner",
	admin: "an admin",
	manager: "a manager",
	team_member: "a team member",
	custom: "anybody of the organisation",
	operator: "an operator of this installation",
};

/**
 * Lets somebody in or throws, in this order: the session (`session_required`), where the request comes from
 * (`cross_site_request`), the permission (`not_permitted`, naming who has it), the organisation (`org_not_found`: another
 * merchant's is as unknown as none; reliability.md A14, A22).
 */
export function createVisit(parts: VisitParts) {
	return async (request: FastifyRequest, permission: ConsolePermission): Promise<Visit> => {
		const visitor = await visitorOf(parts, request);
		if (visitor === undefined) throw new HubError("session_required");
		if (!SAFE.includes(request.method)) {
			refuseCrossSite(request, parts.public_url);
			if (request.headers[CSRF_HEADER] !== visitor.csrf_token) throw new HubError("cross_site_request");
		}
		if (!isAllowed(visitor, permission)) throw new HubError("not_permitted", { detail: whoCan(visitor, permission) });
		return { visitor, org: await orgOf(parts, visitor, request) };
	};
}

/** Whoever sits there, by their cookie; undefined: nobody is signed in. */
export async function visitorOf(
	{ sign_in }: Pick<VisitParts, "sign_in">,
	request: Parameters<typeof readSession>[0],
): Promise<ConsoleVisitor | undefined> {
	const session = readSession(request);
	return session === undefined ? undefined : await sign_in.consoleVisitor(session);
}

/** Refuses what another site's page sends, by what the browser says of it. A caller that is no browser says nothing. */
export function refuseCrossSite(request: Pick<FastifyRequest, "headers">, public_url: string): void {
	const { origin, host } = request.headers;
	const site = request.headers["sec-fetch-site"];
	if (site !== undefined && site !== "same-origin") throw new HubError("cross_site_request");
	if (origin === undefined) return;
	const is_ours = origin === new URL(public_url).origin || (URL.canParse(origin) && new URL(origin).host === host);
	if (!is_ours) throw new HubError("cross_site_request");
}

async function orgOf(parts: VisitParts, visitor: ConsoleVisitor, request: FastifyRequest): Promise<Visit["org"]> {
	const asked = asId(request.params, "org_id") ?? asId(request.query, "org_id");
	if (visitor.org !== null) {
		if (asked !== undefined && asked !== visitor.org.org_id) throw new HubError("org_not_found", { param: "org_id" });
		return visitor.org;
	}
	if (asked === undefined) return null;
	const org = isId(asked) ? await parts.findOrg(asked) : undefined;
	if (!org) throw new HubError("org_not_found", { param: "org_id" });
	return org;
}

function asId(values: unknown, name: string): string | undefined {
	const value = (values as Record<string, unknown> | undefined)?.[name];
	return value === undefined ? undefined : String(value);
}

function whoCan(visitor: ConsoleVisitor, permission: ConsolePermission): string {
	const roles = CONSOLE_PERMISSIONS[permission].map((role) => ROLE_WORDS[role]);
	const last = roles.at(-1);
	const names = roles.length === 1 ? last : `${roles.slice(0, -1).join(", ")} or ${last}`;
	return `It needs ${names}; you are ${ROLE_WORDS[visitor.role]}.`;
}
