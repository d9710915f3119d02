import { createHash } from "node:crypto";
import type { ChannelRow } from "../../storage/tables/binding-channel.ts";
import { setDeliveryBody } from "../../storage/tables/delivery-body.ts";
import { deleteMenuPublications, insertMenuPublication } from "../../storage/tables/menu-publication.ts";
import type { MenuVersion } from "./build-menu.ts";
import type { MenuOrder } from "./make-menu.ts";
import { makeMenuApart } from "./make-menu-apart.ts";
import type { MenusParts } from "./menus.ts";
import { builtPublishEvent } from "./queue-store-event.ts";

/** How long the files of a store that has newer ones can still be fetched. */
const KEEP_FILES_MS = 7 * 86_400_000;

/**
 * Build the menu of a store from the catalog as it is now, keep it as a publication of this delivery's id, and return the
 * bytes of the `location.publish` that names its address, or say why there is nothing to send.
 */
export async function publishMenu(
	parts: Pick<MenusParts, "db" | "clock" | "public_url" | "random" | "apart">,
	channel: ChannelRow,
	menu_version: MenuVersion,
	delivery_id: string,
): Promise<{ body: string } | { dropped: string }> {
	const { db, clock } = parts;
	const { org_id, binding_id, location_id, slug, catalog_version } = channel;
	const made = await makeMenuApart(parts, channel, orderOf(channel, menu_version));
	const { file, hash: menu_hash } = made;
	// an empty file would take everything off sale because the POS gave its menus other ids
	if (made.is_stranded) return { dropped: "none of the menus that this store was given is in the catalog any more" };
	if (menu_hash === channel.menu_hash) return { dropped: "the store has this menu already" };
	const { token_digest, download_url } = newAddress(parts);
	const { body } = builtPublishEvent(channel, download_url);
	const created_at = clock.now();
	await db.transaction(async (tx) => {
		await deleteMenuPublications(tx, { org_id, binding_id, before: created_at - KEEP_FILES_MS });
		await insertMenuPublication(tx, {
			...{ org_id, publication_id: delivery_id, binding_id, location_id, slug, catalog_version, menu_hash },
			...{ file, created_at, token_digest },
		});
		await setDeliveryBody(tx, { org_id, delivery_id, body });
	});
	return { body };
}

/** What a channel's menu is made by. */
export function orderOf(channel: ChannelRow, menu_version: MenuVersion): MenuOrder {
	const { slug, pos_location_id, prep_time_minutes, holidays, menu_ids } = channel;
	return { slug, pos_location_id, prep_time_minutes, holidays, menu_ids, menu_version };
}

/** A new address for a menu file, and what the database knows of its token. */
export function newAddress({ public_url, random }: Pick<MenusParts, "public_url" | "random">) {
	const token = random(32).toString("base64url");
	return { download_url: `${public_url}/menus/${token}.json`, token_digest: digestOfToken(token) };
}

/** What the database knows of the token in a menu's address. */
export function digestOfToken(token: string): Buffer {
	return createHash("sha256").update(token).digest();
}
