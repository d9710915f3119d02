import type { Theme } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findPartnerTheme, setPartnerTheme } from "../../storage/tables/partner.ts";
import type { ConsoleParts } from "./console.ts";

/** How the console looks for the merchants of this partner; nothing where it never said. */
export async function themeOf(parts: Pick<ConsoleParts, "db">, partner_id: string | undefined): Promise<Theme> {
	const text = partner_id === undefined ? undefined : await findPartnerTheme(parts.db, partner_id);
	return text ? (JSON.parse(text) as Theme) : {};
}

/** Set it. Error: `partner_not_found`. */
export async function setTheme(
	parts: Pick<ConsoleParts, "db" | "clock">,
	partner_id: string,
	theme: Theme,
	actor: string,
): Promise<Theme> {
	await parts.db.transaction(async (tx) => {
		if (!isId(partner_id) || !(await setPartnerTheme(tx, partner_id, JSON.stringify(theme))))
			throw new HubError("partner_not_found");
		const audit = { org_id: partner_id, audit_id: newId(), actor, at: parts.clock.now() };
		await insertAudit(tx, { ...audit, action: "partner.theme_set", subject: partner_id, detail: {} });
	});
	return theme;
}
