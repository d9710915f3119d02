import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { digest, newSecret } from "../../base/secret-box.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import {
	findOnboardingLink,
	findOnboardingSession,
	type OnboardingLinkRow,
	openOnboardingLink,
} from "../../storage/tables/onboarding-link.ts";
import { findOrg } from "../../storage/tables/org.ts";
import { type DoorsParts, LINK_LIFE } from "./doors.ts";

/** What a page learns when it opens a link. `session` is for its memory. */
export interface OpenedLink {
	session: string;
	org_id: string;
	org_name: string;
	/** the integration to connect again, in reconnect mode */
	onboarding_id?: string;
	/** epoch ms */
	expires_at: number;
}

/**
 * Use a link's token up and get a session, once. A widget says where it stands, and must stand where the link was made for. Errors:
 * `onboarding_link_used`, `onboarding_link_invalid`.
 */
export async function openLink(
	parts: DoorsParts,
	{ token, origin }: { token: string; origin?: string | undefined },
): Promise<OpenedLink> {
	const [link_id = ""] = token.split(".", 1);
	const known = isId(link_id) ? await findOnboardingLink(parts.db, link_id) : undefined;
	if (!known || (known.origin ?? undefined) !== origin) throw new HubError("onboarding_link_invalid");
	const session = newSecret("trw", parts.random);
	const at = parts.clock.now();
	const opened = await parts.db.transaction(async (tx) => {
		const link = await openOnboardingLink(tx, {
			...{ link_id, token_digest: digest(token), session_digest: digest(session) },
			...{ session_expires_at: at + LINK_LIFE.session, at },
		});
		if (!link) return undefined;
		const audit = { org_id: link.org_id, audit_id: newId(), actor: `link:${link_id}`, at };
		await insertAudit(tx, {
			...audit,
			action: "onboarding_link.opened",
			subject: link_id,
			detail: { kind: link.kind },
		});
		return link;
	});
	const org = opened && (await findOrg(parts.db, opened.org_id));
	if (!org) {
		const used = (await findOnboardingLink(parts.db, link_id))?.opened_at;
		throw new HubError(used ? "onboarding_link_used" : "onboarding_link_invalid");
	}
	const { org_id, name: org_name } = org;
	const onboarding_id = opened?.integration_id;
	return { session, org_id, org_name, expires_at: at + LINK_LIFE.session, ...(onboarding_id && { onboarding_id }) };
}

/** The link that a page's session came from. Error: `unauthorized`. */
export async function sessionLink(
	parts: Pick<DoorsParts, "db" | "clock">,
	session: string,
): Promise<OnboardingLinkRow> {
	const link = await findOnboardingSession(parts.db, digest(session), parts.clock.now());
	if (!link) throw new HubError("unauthorized", { detail: "This onboarding session is over. Ask for a new link." });
	return link;
}

/** Where the widget of this link may be framed: undefined when there is no such widget, or not there. */
export async function frameOrigin(
	parts: Pick<DoorsParts, "db">,
	{ link_id, origin }: { link_id: string; origin: string },
): Promise<string | undefined> {
	const link = isId(link_id) ? await findOnboardingLink(parts.db, link_id) : undefined;
	return link?.kind === "widget" && link.origin === origin ? origin : undefined;
}
