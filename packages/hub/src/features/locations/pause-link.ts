import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findLinkPause, setLinkPause } from "../../storage/tables/binding-pause.ts";
import { lockLocationStatus } from "../../storage/tables/location-status.ts";
import { linkPauseEnd, NO_PAUSE, type PauseEnd, pauseEnd } from "../catalog/index.ts";
import type { Actor } from "../onboarding/index.ts";
import type { LocationsParts } from "./locations.ts";
import { findStoreLink } from "./store-links.ts";

type PauseParts = Pick<LocationsParts, "db" | "queue" | "clock" | "reportLinkPause">;

interface LinkRef {
	org_id: string;
	link_id: string;
}

/**
 * Close the store of one link at its DSP, and no other of the location (contract.md C.3, E.7): until it is resumed, or until
 * `until_ms` (epoch ms), when it ends by itself. Another end takes the place of the one before; the same one changes nothing.
 * Errors: `org_not_found`, `link_not_found` also for a link that has ended, `invalid_field` for an end that is past.
 */
export async function pauseLink(
	parts: PauseParts,
	actor: Actor,
	link: LinkRef,
	until_ms: number | undefined,
): Promise<void> {
	const now = parts.clock.now();
	const paused_until = until_ms === undefined ? null : Math.floor(until_ms);
	if (paused_until !== null && paused_until <= now)
		throw new HubError("invalid_field", {
			param: "/until_ms",
			detail: `until_ms is a moment in the future, in epoch milliseconds; it is ${now} now. Leave it out to pause until somebody resumes.`,
		});
	const row = { paused_at: now, paused_until, paused_by: actor.name };
	await changePause(parts, actor, link, pauseEnd(true, paused_until), row);
}

/**
 * End the pause of a link. Its store opens, unless its location is paused by the POS: then it stays closed until that ends. A
 * link that is not paused stays as it is. Errors: `org_not_found`, `link_not_found` also for a link that has ended.
 */
export async function resumeLink(parts: PauseParts, actor: Actor, link: LinkRef): Promise<void> {
	const row = { paused_at: null, paused_until: null, paused_by: null };
	await changePause(parts, actor, link, NO_PAUSE, row);
}

async function changePause(
	parts: PauseParts,
	actor: Actor,
	link: LinkRef,
	after: PauseEnd,
	row: { paused_at: number | null; paused_until: number | null; paused_by: string | null },
): Promise<void> {
	const { org_id, binding_id, location_id, slug, dsp_location_id } = await findStoreLink(parts, actor, link);
	const at = parts.clock.now();
	await parts.queue.transaction(async (tx) => {
		// both of a store's pauses change under this lock, so that each change sees the one before it
		await lockLocationStatus(tx, org_id, location_id);
		const known = await findLinkPause(tx, org_id, binding_id);
		if (known === undefined) throw hasEnded();
		const before = linkPauseEnd(known);
		if (before === after || (before <= at && after <= at)) return;
		if (!(await setLinkPause(tx, { org_id, binding_id, ...row }))) throw hasEnded();
		await parts.reportLinkPause(tx, { org_id, binding_id }, { before, after });
		const { paused_until } = row;
		await insertAudit(tx, {
			...{ org_id, audit_id: newId(), actor: actor.name, subject: binding_id, at },
			action: after > at ? "binding.paused" : "binding.resumed",
			detail: { slug, dsp_location_id, ...(paused_until !== null && { until_ms: paused_until }) },
		});
	});
}

function hasEnded(): HubError {
	return new HubError("link_not_found", {
		detail: "This link has ended: nothing comes through it that could be paused.",
	});
}
