import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { type BindingRow, endBindings, findBinding } from "../../storage/tables/binding.ts";
import { findOrgOfPartner } from "../../storage/tables/org.ts";
import { deleteDspStoreRoute } from "../../storage/tables/route.ts";
import type { Actor } from "../onboarding/index.ts";
import type { LocationsParts } from "./locations.ts";

/** One link between a location and a store; its `_id` is the one that `bind` answered with. Ours. */
export interface StoreLink {
	_id: string;
	location_id: string;
	source: string;
	dsp_provider_id: string;
	dsp_store_name: string;
	status: string;
}

/** The link with this id, also one that has ended. Errors: `org_not_found`, `link_not_found`. */
export async function showLink(
	parts: Pick<LocationsParts, "db">,
	actor: Actor,
	link: { org_id: string; link_id: string },
): Promise<StoreLink> {
	return describe(await findStoreLink(parts, actor, link));
}

/**
 * End one link, and leave the merchant's others as they are (contract.md C.2.4): no order comes through it any more, the store
 * is free, and its DSP hears that it is no longer connected. A repetition changes nothing. Errors as for `showLink`.
 */
export async function endLink(
	parts: LocationsParts,
	actor: Actor,
	link: { org_id: string; link_id: string },
): Promise<StoreLink> {
	const binding = await findStoreLink(parts, actor, link);
	const { org_id, binding_id, slug, dsp_location_id } = binding;
	const at = parts.clock.now();
	await parts.queue.transaction(async (tx) => {
		// while it is in force, so that the message knows the store
		if (binding.ended_at === null) await parts.requestDisconnect(tx, { org_id, binding_id });
		const ended = await endBindings(tx, org_id, [binding_id], at);
		if (ended.length === 0) return;
		await deleteDspStoreRoute(tx, binding);
		const audit = { org_id, audit_id: newId(), actor: actor.name, at };
		const detail = { slug, dsp_location_id };
		await insertAudit(tx, { ...audit, action: "binding.ended", subject: binding_id, detail });
	});
	return describe({ ...binding, status: "ENDED" });
}

/** The link with this id, in the organisation of this partner. Errors: `org_not_found`, `link_not_found`. */
export async function findStoreLink(
	parts: Pick<LocationsParts, "db">,
	actor: Actor,
	{ org_id, link_id }: { org_id: string; link_id: string },
): Promise<BindingRow> {
	const org = isId(org_id) ? await findOrgOfPartner(parts.db, actor.partner_id, org_id) : undefined;
	if (!org) throw new HubError("org_not_found");
	const binding = isId(link_id) ? await findBinding(parts.db, org_id, link_id) : undefined;
	if (!binding) throw new HubError("link_not_found");
	return binding;
}

function describe(binding: BindingRow): StoreLink {
	const { binding_id, location_id, slug, dsp_location_id, dsp_store_name, status } = binding;
	return { _id: binding_id, location_id, source: slug, dsp_provider_id: dsp_location_id, dsp_store_name, status };
}
