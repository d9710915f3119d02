import type { AssignMenusReply, AssignMenusRequest, MenuAssignment } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Tx } from "../../delivery/index.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { type BindingRow, listActiveBindings } from "../../storage/tables/binding.ts";
import { type AssignedMenus, lockAssignedMenus, setAssignedMenus } from "../../storage/tables/binding-menus.ts";
import { listMenus, type MenuName } from "../../storage/tables/catalog.ts";
import { type LocationRow, listLocations } from "../../storage/tables/location.ts";
import { type Actor, findActiveOnboarding } from "../onboarding/index.ts";
import { findLocation } from "./check-pairs.ts";
import type { LocationsParts } from "./locations.ts";

/** One row of a request with what it is about. */
interface Assigned {
	assignment: MenuAssignment;
	location: LocationRow;
	binding: BindingRow;
	/** the menus that the location has, in the POS's order */
	menus: readonly MenuName[];
	/** the POS's ids of those that the store shall show; null = all */
	menu_ids: readonly string[] | null;
}

/**
 * Say which menus linked stores show (contract.md A.4.7, ours); without any word a store shows all of them. All rows hold or
 * none; the same again changes nothing; where something changes, the store's menu follows. Errors: `onboarding_not_found`,
 * `wrong_integration_type`, `onboarding_not_active`, `location_not_found`, `dsp_store_not_found`, `catalog_not_synced`,
 * `invalid_field`.
 */
export async function assignMenus(
	parts: LocationsParts,
	actor: Actor,
	request: AssignMenusRequest,
): Promise<AssignMenusReply> {
	const { org_id, slug } = await findActiveOnboarding(parts.db, actor.partner_id, request.onboarding_id, {
		param: "/onboarding_id",
		type: "dsp",
	});
	return parts.queue.transaction(async (tx) => {
		const locations = await listLocations(tx, org_id);
		const bindings = (await listActiveBindings(tx, org_id)).filter((binding) => binding.slug === slug);
		const named = new Map<string, number>();
		const rows: Assigned[] = [];
		for (const [index, assignment] of request.locations.entries()) {
			const row = await check(tx, { locations, bindings }, assignment, index);
			const before = named.get(row.binding.binding_id);
			if (before !== undefined) throw invalid(index, "dsp_provider_id", `/locations/${before} names this store too.`);
			named.set(row.binding.binding_id, index);
			rows.push(row);
		}
		const changed = new Set<string>();
		// every transaction takes stores in the same order, so that two at once wait instead of locking each other out
		for (const row of rows.toSorted((a, b) => (a.binding.binding_id < b.binding.binding_id ? -1 : 1))) {
			if (await assign(parts, tx, actor, row)) changed.add(row.binding.binding_id);
		}
		return { locations: rows.map((row) => describe(row, changed.has(row.binding.binding_id))) };
	});
}

async function check(
	tx: Tx,
	known: { locations: readonly LocationRow[]; bindings: readonly BindingRow[] },
	assignment: MenuAssignment,
	index: number,
): Promise<Assigned> {
	const { pos_location_id, dsp_provider_id } = assignment;
	const location = findLocation(known.locations, pos_location_id, index);
	const { org_id, location_id } = location;
	const binding = known.bindings.find(
		(row) => row.location_id === location_id && row.dsp_location_id === dsp_provider_id,
	);
	if (binding === undefined) {
		const detail = `The store ${JSON.stringify(dsp_provider_id)} is not linked to ${JSON.stringify(pos_location_id)}.`;
		throw new HubError("dsp_store_not_found", { detail, param: `/locations/${index}/dsp_provider_id` });
	}
	const menus = await listMenus(tx, org_id, location_id);
	if (menus.length === 0) throw new HubError("catalog_not_synced", { param: `/locations/${index}/pos_location_id` });
	const menu_ids = assignment.menu_ids?.map((id, place) => {
		const menu = menus.find(({ provider_id }) => provider_id === id) ?? menus.find(({ stream_id }) => stream_id === id);
		if (menu !== undefined) return menu.provider_id;
		const offered = menus.map(({ provider_id }) => JSON.stringify(provider_id)).join(", ");
		const detail = `The catalog has no menu ${JSON.stringify(id)}; it has ${offered}.`;
		throw invalid(index, `menu_ids/${place}`, detail);
	});
	return { assignment, location, binding, menus, menu_ids: menu_ids === undefined ? null : inOrder(menus, menu_ids) };
}

/** The POS's order counts, and an id that is named twice counts once: the same choice is always the same list. */
function inOrder(menus: readonly MenuName[], menu_ids: readonly string[]): string[] {
	return menus.flatMap(({ provider_id }) => (menu_ids.includes(provider_id) ? provider_id : []));
}

async function assign(parts: LocationsParts, tx: Tx, actor: Actor, row: Assigned): Promise<boolean> {
	const { org_id, binding_id } = row.binding;
	const before = await lockAssignedMenus(tx, org_id, binding_id);
	if (before === undefined) throw new HubError("dsp_store_not_found", { detail: "A link was ended meanwhile." });
	if (isSame(before, row.menu_ids)) return false;
	await setAssignedMenus(tx, { org_id, binding_id, menu_ids: row.menu_ids });
	await parts.requestPublish(tx, { org_id, binding_id });
	await insertAudit(tx, {
		...{ org_id, audit_id: newId(), actor: actor.name, at: parts.clock.now() },
		...{ action: "binding.menus_assigned", subject: binding_id, detail: { menu_ids: row.menu_ids } },
	});
	return true;
}

function isSame({ menu_ids }: AssignedMenus, wanted: readonly string[] | null): boolean {
	return JSON.stringify(menu_ids) === JSON.stringify(wanted);
}

function describe(row: Assigned, is_changed: boolean): AssignMenusReply["locations"][number] {
	const { assignment, binding, menus, menu_ids } = row;
	const { pos_location_id, dsp_provider_id } = assignment;
	return {
		...{ _id: binding.binding_id, pos_location_id, dsp_provider_id, is_default: menu_ids === null, is_changed },
		menus: menus.filter(({ provider_id }) => menu_ids === null || menu_ids.includes(provider_id)),
	};
}

function invalid(index: number, field: string, detail: string): HubError {
	return new HubError("invalid_field", { param: `/locations/${index}/${field}`, detail });
}
