import type {
	BindDecision,
	BindDraftSaved,
	BindProposal,
	BindResult,
	BindReview,
	BindUndone,
	ConsolePermission,
	IngestReply,
	IntegrationSummary,
	LinkDetail,
	LocationStatePage,
	OfferedLocations,
	OrgState,
	ProviderOffer,
	TestOrderReply,
	UnlinkedStorePage,
} from "@ticketrail/contract";
import { createContext, use } from "react";
import type { Static } from "typebox";

/** Which integration of which organisation. */
export interface IntegrationRef {
	org_id: string;
	integration_id: string;
}

/** Filters of an organisation's locations; "" where one is not set. */
export interface LocationQuery {
	q?: string;
	source?: string;
	status?: string;
	location_id?: string;
	cursor?: string | undefined;
	limit?: number;
}

/** What a review and a confirmation are about: decisions on the proposal of this version. */
export interface Decided {
	version: string;
	decisions: readonly BindDecision[];
}

/** Pages beside the onboarding screens, as addresses of the app; a missing one is not linked to. */
export interface OnboardingLinks {
	order?(org_id: string, order_id: string): string;
	orders?(org_id: string, search: Record<string, string | undefined>): string;
	logs?(org_id: string): string;
	integration?(ref: IntegrationRef): string;
	menu?(org_id: string, location_id: string): string;
}

/**
 * Where the onboarding screens get their data and send their changes: one object, handed in by `OnboardingSourceContext`.
 * The console's is `createConsoleSource`; an app for partners brings another that speaks the public Partner API. Failures
 * are thrown as `CallFailure`. Functions that are optional may be missing: their control is then not shown.
 */
export interface OnboardingSource {
	/** Address of the API, for the calls that the screens show; "" where none are shown. */
	api_url: string;
	links: OnboardingLinks;
	/** Why the person may not do something; `undefined`: they may. */
	whyNot(permission: ConsolePermission): string | undefined;
	providers(signal?: AbortSignal): Promise<ProviderOffer[]>;
	org(org_id: string, signal?: AbortSignal): Promise<OrgState>;
	locations(org_id: string, query: LocationQuery, signal?: AbortSignal): Promise<LocationStatePage>;
	unlinkedStores(org_id: string, signal?: AbortSignal): Promise<UnlinkedStorePage>;
	connect(org_id: string, request: { source: string; type: "pos" | "dsp" }): Promise<IntegrationSummary>;
	enterCode(ref: IntegrationRef, code: string): Promise<IntegrationSummary>;
	offered(ref: IntegrationRef, signal?: AbortSignal): Promise<Static<typeof OfferedLocations>>;
	importLocations(ref: IntegrationRef, provider_ids: readonly string[]): Promise<IngestReply>;
	proposal(ref: IntegrationRef, refresh: boolean, signal?: AbortSignal): Promise<BindProposal>;
	review(ref: IntegrationRef, decided: Decided, signal?: AbortSignal): Promise<BindReview>;
	/** `key` is the same for every try of one confirmation. */
	confirm(ref: IntegrationRef, decided: Decided, key: string): Promise<BindResult>;
	/** Open a sign-in page in a way of the app's own, such as a window beside a frame; without it the link is followed. */
	openSignIn?(entry_url: string): void;
	/** `version` is the draft's, 0 for the first. */
	saveDraft?(ref: IntegrationRef, version: number, decisions: readonly BindDecision[]): Promise<BindDraftSaved>;
	undo?(ref: IntegrationRef, bind_id: string): Promise<BindUndone>;
	reconnect?(ref: IntegrationRef): Promise<IntegrationSummary>;
	resync?(ref: IntegrationRef): Promise<{ queued: number }>;
	disconnect?(ref: IntegrationRef): Promise<IntegrationSummary>;
	link?(org_id: string, link_id: string, signal?: AbortSignal): Promise<LinkDetail>;
	unlink?(org_id: string, link_id: string): Promise<LinkDetail>;
	/** `until_ms` epoch ms; missing: until it is resumed. */
	pauseLink?(org_id: string, link_id: string, until_ms?: number): Promise<LinkDetail>;
	resumeLink?(org_id: string, link_id: string): Promise<LinkDetail>;
	confirmArrival?(org_id: string, link_id: string): Promise<LinkDetail>;
	sendTestOrder?(org_id: string, link_id: string): Promise<Static<typeof TestOrderReply>>;
}

export const OnboardingSourceContext = createContext<OnboardingSource | undefined>(undefined);

/** Where the onboarding screens get their data. */
export function useOnboardingSource(): OnboardingSource {
	const source = use(OnboardingSourceContext);
	if (source === undefined) throw new Error("an onboarding screen stands outside of OnboardingSourceContext");
	return source;
}
