import { CreateOnboardingLinkRequest, OnboardingLinkReply } from "@ticketrail/contract";
import { PartnerFailure, runDoorCall } from "@ticketrail/onboarding-app";
import { Type } from "typebox";
import { ERRORS, type ErrorCode, HubError } from "../base/error.ts";
import type { Doors } from "../features/doors/index.ts";
import { bearerOf } from "./bearer.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { actorOf } from "./partner.ts";

const OpenedLink = Type.Object(
	{
		session: Type.String(),
		org_id: Type.String(),
		org_name: Type.String(),
		onboarding_id: Type.Optional(Type.String()),
		expires_at: Type.Integer(),
	},
	{ title: "OpenedLink" },
);

/** A merchant's way in without an account (product.md 4.9): the partner's call for a link, and what its page asks for. */
export function onboardEndpoints({ doors }: { doors: Doors }): Endpoint[] {
	return [
		endpoint({
			method: "POST",
			path: "/onboarding/links",
			auth: { scope: "onboarding" },
			summary: "Make a link or a widget token for one merchant",
			description:
				"Ours. A page link is sent to the merchant; a widget token is for TicketrailOnboard.open on one registered origin. Good once, for half an hour.",
			body: CreateOnboardingLinkRequest,
			replies: { 201: OnboardingLinkReply },
			errors: ["org_not_found", "source_not_found", "onboarding_not_found", "origin_not_allowed"],
			handler: async ({ body, partner }) => ({
				status: 201,
				body: await doors.createLink(actorOf(partner), body),
				headers: { "cache-control": "no-store" },
			}),
		}),
		endpoint({
			method: "POST",
			path: "/onboard/open",
			auth: "none",
			summary: "Open an onboarding link: its token for a session, once",
			description: "Ours. For the hub's own page. A widget names the origin of the page that frames it.",
			body: Type.Object({
				token: Type.String({ maxLength: 300 }),
				origin: Type.Optional(Type.String({ maxLength: 255 })),
			}),
			replies: { 200: OpenedLink },
			errors: ["onboarding_link_invalid", "onboarding_link_used"],
			handler: async ({ body }) => ({ status: 200, body: await doors.openLink(body) }),
		}),
		endpoint({
			method: "POST",
			path: "/onboard/door/{name}",
			auth: "none",
			summary: "What an onboarding page asks for, with its session as bearer token",
			description: "Ours. For the hub's own page; the functions are those of the onboarding app.",
			params: Type.Object({ name: Type.String() }),
			body: Type.Object({}),
			replies: { 200: Type.Unknown() },
			errors: ["unauthorized", "onboarding_not_found", "version_mismatch", "provider_unreachable", "provider_refused"],
			handler: async ({ params, body, headers }) => {
				const door = await doors.enter(bearerOf(headers.authorization));
				return { status: 200, body: await asHubError(() => runDoorCall(door, params.name, body)) };
			},
		}),
	];
}

/** A door's failure as one of ours; its code is in our table wherever it came from. */
async function asHubError(run: () => Promise<unknown>): Promise<unknown> {
	try {
		return await run();
	} catch (error) {
		if (!(error instanceof PartnerFailure)) throw error;
		const code = Object.hasOwn(ERRORS, error.code) ? (error.code as ErrorCode) : "invalid_field";
		throw new HubError(code, { detail: error.message, ...(error.param && { param: error.param }) });
	}
}
