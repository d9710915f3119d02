import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";

/** Ways in which a merchant meets the onboarding pages of a link. */
export const LINK_KINDS = ["page", "widget"] as const;

/** Body of `POST /onboarding/links` (ours): a way for one merchant to onboard on pages of the hub, without an account. */
export const CreateOnboardingLinkRequest = Type.Object(
	{
		org_id: Id,
		kind: Type.Optional(closedEnum(LINK_KINDS, "page: a link to send; widget: a token for the embedded frame")),
		origin: Type.Optional(
			Type.String({
				maxLength: 255,
				description: "For a widget: the page's origin, one of the partner's registered ones",
			}),
		),
		source: Type.Optional(
			Type.String({ minLength: 1, maxLength: 255, description: "Only this POS or DSP is offered" }),
		),
		onboarding_id: Type.Optional(
			Type.String({ minLength: 1, maxLength: 255, description: "Reconnect this integration instead of a new one" }),
		),
	},
	{ title: "CreateOnboardingLinkRequest" },
);
export type CreateOnboardingLinkRequest = Static<typeof CreateOnboardingLinkRequest>;

/** Answer of `POST /onboarding/links` (ours). The token is in no other answer, and works once. */
export const OnboardingLinkReply = Type.Object(
	{
		link_id: Id,
		kind: closedEnum(LINK_KINDS),
		token: Type.String({ description: "For TicketrailOnboard.open" }),
		url: Type.Optional(Type.String({ description: "For a page: where to send the merchant" })),
		expires_at: Type.Integer({ description: "Epoch ms; it must be opened until then" }),
	},
	{ title: "OnboardingLinkReply" },
);
export type OnboardingLinkReply = Static<typeof OnboardingLinkReply>;
