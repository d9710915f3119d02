/** States of an onboarding, contract.md A.5. */
export const ONBOARDING_STATUSES = ["pending", "waiting_for_oauth", "active", "deprovisioned"] as const;
export type OnboardingStatus = (typeof ONBOARDING_STATUSES)[number];

/** Permissions of a partner token, contract.md A.1. */
export const SCOPES = ["user", "onboarding", "legacy_onboarding", "sso", "billing"] as const;
export type Scope = (typeof SCOPES)[number];

/** The two kinds of system that a merchant connects, contract.md A.4.2. */
export const INTEGRATION_TYPES = ["pos", "dsp"] as const;
export type IntegrationType = (typeof INTEGRATION_TYPES)[number];

/** Roles of a user who signs in through a partner, contract.md A.3. */
export const USER_ROLES = ["owner", "admin", "manager", "team_member", "custom"] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** Grants of the partner token endpoint, contract.md A.1. */
export const GRANT_TYPES = ["client_credentials", "refresh_token"] as const;
export type GrantType = (typeof GRANT_TYPES)[number];
