import type { OnboardingSource } from "@ticketrail/console/onboarding";
import type { OrgState } from "@ticketrail/contract";
import type { CallDoor } from "./call-door.ts";

/** The onboarding screens on a door. `watch` hears of each state of the organisation that is read. */
export function createDoorSource(
	call: CallDoor,
	options: { watch?(state: OrgState): void; openSignIn?(entry_url: string): void } = {},
): OnboardingSource {
	return {
		// a merchant is shown no calls of an API that only the partner has a key to
		api_url: "",
		links: {},
		whyNot: () => undefined,
		providers: (signal) => call("providers", {}, signal),
		async org(org_id, signal) {
			const state = await call<OrgState>("org", { org_id }, signal);
			options.watch?.(state);
			return state;
		},
		locations: (org_id, query, signal) => call("locations", { org_id, query }, signal),
		unlinkedStores: (org_id, signal) => call("unlinked-stores", { org_id }, signal),
		connect: (org_id, { source, type }) => call("connect", { org_id, source, type }),
		enterCode: (ref, code) => call("enter-code", { ref, code }),
		offered: (ref, signal) => call("offered", { ref }, signal),
		importLocations: (ref, provider_ids) => call("import", { ref, provider_ids }),
		proposal: (ref, _refresh, signal) => call("proposal", { ref }, signal),
		review: (ref, { version, decisions }, signal) => call("review", { ref, version, decisions }, signal),
		confirm: (ref, { version, decisions }, key) => call("confirm", { ref, version, decisions, key }),
		...(options.openSignIn && { openSignIn: options.openSignIn }),
	};
}
