import type { OnboardingStatus } from "../values/partner.ts";

/** Which status of an onboarding may follow which, contract.md A.5. A new code reactivates a disconnected one. */
export const ONBOARDING_TRANSITIONS = {
	pending: ["active", "deprovisioned"],
	waiting_for_oauth: ["active", "deprovisioned"],
	active: ["deprovisioned"],
	deprovisioned: ["active"],
} as const satisfies Record<OnboardingStatus, readonly OnboardingStatus[]>;
