import { HubError } from "../../base/error.ts";
import { updateOrgUserProfile } from "../../storage/tables/org.ts";
import type { SignInParts, Visitor } from "./sign-in.ts";

/** What the POS did not say of a person, as they say it themselves (contract.md B.10). Error: `invalid_field`. */
export async function saveProfile(
	parts: SignInParts,
	visitor: Visitor,
	profile: { full_name: string; phone_number: string },
): Promise<void> {
	const full_name = profile.full_name.trim();
	const phone_number = profile.phone_number.trim();
	if (full_name === "" || full_name.length > 255) throw invalid("full_name", "Write your name.");
	if (!/\d/.test(phone_number) || phone_number.length > 64) throw invalid("phone_number", "Write your phone number.");
	const { org_id, user_id } = visitor;
	await updateOrgUserProfile(parts.db, { org_id, user_id, full_name, phone_number });
}

function invalid(param: string, detail: string): HubError {
	return new HubError("invalid_field", { param, detail });
}
