import { CreatePartnerTokenRequest, PartnerToken, RenamePartnerTokenRequest } from "@ticketrail/contract";
import { Type } from "typebox";
import type { Accounts } from "../features/accounts/index.ts";
import { type Call, type Caller, type Endpoint, emptyReply, endpoint } from "./endpoint.ts";

const auth = { scope: "user" } as const;
const ByToken = Type.Object({ token_id: Type.String() });
type Rename = Call<{ token_id: string }, unknown, RenamePartnerTokenRequest, Caller>;

/** Management of API clients (contract.md A.2). The paths and the scope `user` are our reading: the contract shows neither. */
export function partnerTokenEndpoints(deps: {
	accounts: Pick<Accounts, "listPartnerTokens" | "createPartnerToken" | "renamePartnerToken" | "deletePartnerToken">;
}): Endpoint[] {
	const { accounts } = deps;
	const rename = {
		path: "/oauth/tokens/{token_id}",
		auth,
		summary: "Rename an API client",
		description: "contract.md A.2. PUT and PATCH do the same.",
		params: ByToken,
		body: RenamePartnerTokenRequest,
		replies: { 200: PartnerToken },
		errors: ["token_not_found"],
		handler: async ({ params, body, partner }: Rename) => ({
			status: 200 as const,
			body: await accounts.renamePartnerToken(partner, params.token_id, body.token_name),
		}),
	} as const;
	return [
		endpoint({
			method: "GET",
			path: "/oauth/tokens",
			auth,
			summary: "List the API clients that were made for an organisation",
			description: "contract.md A.2. Without their secrets.",
			query: Type.Object({ org_id: Type.String() }),
			replies: { 200: Type.Array(PartnerToken) },
			errors: ["org_not_found"],
			handler: async ({ query, partner }) => ({
				status: 200,
				body: await accounts.listPartnerTokens(partner, query.org_id),
			}),
		}),
		endpoint({
			method: "POST",
			path: "/oauth/tokens",
			auth,
			summary: "Make an API client for an organisation",
			description:
				"contract.md A.2. The secret is shown this once. It gets no scope that the asking token lacks. It speaks for the partner: org_id files it, and does not narrow what it reaches.",
			body: CreatePartnerTokenRequest,
			replies: { 201: PartnerToken },
			errors: ["org_not_found", "invalid_scope"],
			handler: async ({ body, partner }) => ({
				status: 201,
				body: await accounts.createPartnerToken(partner, body),
				headers: { "cache-control": "no-store" },
			}),
		}),
		endpoint({ method: "PUT", ...rename }),
		endpoint({ method: "PATCH", ...rename }),
		endpoint({
			method: "DELETE",
			path: "/oauth/tokens/{token_id}",
			auth,
			summary: "Put an API client and its tokens out of use",
			description: "contract.md A.2.",
			params: ByToken,
			replies: { 204: emptyReply },
			errors: ["token_not_found"],
			handler: async ({ params, partner }) => {
				await accounts.deletePartnerToken(partner, params.token_id);
				return { status: 204, body: undefined };
			},
		}),
	];
}
