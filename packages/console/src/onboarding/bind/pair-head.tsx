import type { BindLocation, BindStore } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Button } from "../../parts/button.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { useText } from "../../text/text.tsx";
import { addressLine } from "../org-state/address-line.ts";

/** Both sides by name, address and id. */
export function PairHead(props: {
	dsp_name: string;
	pos_name: string;
	store: BindStore;
	location: BindLocation | undefined;
	onChoose: () => void;
}): ReactNode {
	const { dsp_name, pos_name, store, location, onChoose } = props;
	const { t } = useText();
	return (
		<div className="grid border-b border-line md:grid-cols-2">
			<div className="min-w-0 px-4 py-3">
				<p className="text-sm text-quiet">{t("bind.store_at", { name: dsp_name })}</p>
				<p className="text-lg font-semibold break-words">{store.name}</p>
				<p className="text-quiet">{addressLine(store.address) ?? t("bind.no_address_dsp", { name: dsp_name })}</p>
				<p className="mt-1 text-sm">
					<IdText id={store.dsp_provider_id} what={t("link.store_id")} label={t("link.store_id")} />
				</p>
			</div>
			<div className="flex min-w-0 items-start gap-3 border-line px-4 py-3 max-md:border-t md:border-s">
				<div className="min-w-0 flex-1">
					<p className="text-sm text-quiet">{t("bind.location_at", { name: pos_name })}</p>
					{location === undefined ? (
						<p className="text-lg font-semibold">{t("bind.no_likely")}</p>
					) : (
						<>
							<p className="text-lg font-semibold break-words">{location.name}</p>
							<p className="text-quiet">{addressLine(location.address) ?? t("org.no_address")}</p>
							<p className="mt-1 flex flex-wrap gap-x-4 text-sm">
								<IdText id={location.provider_id} what={t("org.column.pos_id")} label={t("org.column.pos_id")} />
								<IdText id={location.location_id} what={t("org.hub_id")} label={t("org.hub_id")} />
							</p>
						</>
					)}
				</div>
				<Button icon="chevron-down" data-chooser="" onClick={onChoose}>
					{location === undefined ? t("bind.choose") : t("bind.change")}
				</Button>
			</div>
		</div>
	);
}
