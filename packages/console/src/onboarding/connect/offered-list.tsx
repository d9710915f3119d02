import type { OfferedLocations } from "@ticketrail/contract";
import type { ReactNode } from "react";
import type { Static } from "typebox";
import { Icon } from "../../look/icon.tsx";
import { useText } from "../../text/text.tsx";
import { addressLine } from "../org-state/address-line.ts";

/** So many are in the page at once; searching finds the others, and all that match can be chosen together. */
const SHOWN = 60;

/** Locations that a POS offers, to be ticked. */
export function OfferedList(props: {
	locations: Static<typeof OfferedLocations>["locations"];
	text: string;
	chosen: ReadonlySet<string>;
	onToggle: (ids: readonly string[], is_on: boolean) => void;
}): ReactNode {
	const { locations, text, chosen, onToggle } = props;
	const { t } = useText();
	const wanted = text.trim().toLowerCase();
	const matching = locations.filter((location) =>
		[location.name, location.provider_id, addressLine(location.address) ?? ""].some((value) =>
			value.toLowerCase().includes(wanted),
		),
	);
	const free = matching.filter(({ is_imported }) => !is_imported).map(({ provider_id }) => provider_id);
	const has_all = free.length > 0 && free.every((id) => chosen.has(id));
	return (
		<fieldset>
			<legend className="sr-only">{t("import.list")}</legend>
			<label className="flex min-h-11 items-center gap-3 border-b border-line font-medium">
				<input type="checkbox" className="tick" checked={has_all} onChange={() => onToggle(free, !has_all)} />
				{t("import.select_all", { count: free.length })}
			</label>
			{matching.slice(0, SHOWN).map((location) => (
				<label key={location.provider_id} className="flex items-start gap-3 border-b border-line py-2.5 last:border-0">
					<input
						type="checkbox"
						className="tick mt-0.5"
						checked={chosen.has(location.provider_id)}
						onChange={(event) => onToggle([location.provider_id], event.target.checked)}
					/>
					<span className="min-w-0 flex-1">
						<span className="block font-medium">{location.name}</span>
						<span className="block text-quiet">{addressLine(location.address) ?? t("org.no_address")}</span>
						<span className="text-sm text-quiet">
							<code>{location.provider_id}</code>
						</span>
					</span>
					{location.is_imported && (
						<span className="chip bg-good-soft text-good">
							<Icon name="check" className="size-3.5" />
							{t("import.already")}
						</span>
					)}
				</label>
			))}
			{matching.length > SHOWN && (
				<p className="pt-2 text-sm text-quiet">{t("import.more", { count: matching.length - SHOWN })}</p>
			)}
		</fieldset>
	);
}
