import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { INTEGRATION_TYPES, ONBOARDING_STATUSES } from "../values/partner.ts";

/** Body of `POST /onboarding/integrations`, contract.md A.4.2. `source` is the slug of a POS or DSP. */
export const CreateIntegrationRequest = Type.Object(
	{
		org_id: Id,
		source: Id,
		type: closedEnum(INTEGRATION_TYPES),
		return_url: Type.Optional(Type.String({ maxLength: 2048, description: "Where the browser returns after sign-in" })),
	},
	{ title: "CreateIntegrationRequest" },
);
export type CreateIntegrationRequest = Static<typeof CreateIntegrationRequest>;

/** Body of `PUT /onboarding/integrations/{id}`: OAuth code or manual code, contract.md A.4.3. Codes may be long. */
export const CompleteIntegrationRequest = Type.Object(
	{ code: Type.String({ minLength: 1, maxLength: 8192 }) },
	{ title: "CompleteIntegrationRequest" },
);
export type CompleteIntegrationRequest = Static<typeof CompleteIntegrationRequest>;

/** An onboarding. With `entry_url` the browser goes there; without it the code is entered by hand, contract.md A.4.2. */
export const Onboarding = Type.Object(
	{
		_id: Id,
		status: closedEnum(ONBOARDING_STATUSES),
		entry_url: Type.Optional(Type.String()),
		type: Type.Optional(closedEnum(INTEGRATION_TYPES)),
		source: Type.Optional(Id),
		org_id: Type.Optional(Id),
		return_url: Type.Optional(Type.String()),
	},
	{ title: "Onboarding" },
);
export type Onboarding = Static<typeof Onboarding>;

/** Answer of the integration endpoints, contract.md A.4.2, A.4.3. */
export const OnboardingReply = Type.Object({ onboarding: Onboarding }, { title: "OnboardingReply" });
export type OnboardingReply = Static<typeof OnboardingReply>;
