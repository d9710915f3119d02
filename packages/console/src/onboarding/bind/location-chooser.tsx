import type { BindLocation } from "@ticketrail/contract";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { Modal } from "../../parts/modal.tsx";
import { useText } from "../../text/text.tsx";
import { addressLine } from "../org-state/address-line.ts";

const SHOWN = 50;

/** Choose the location of a store: a combobox with the address in each option. Enter chooses, it submits nothing. */
export function LocationChooser(props: {
	title: string;
	/** Likely ones first. */
	locations: readonly BindLocation[];
	onChoose: (location_id: string) => void;
	onClose: () => void;
}): ReactNode {
	const { title, locations, onChoose, onClose } = props;
	const { t, count } = useText();
	const id = useId();
	const [text, setText] = useState("");
	const [active, setActive] = useState(0);
	const wanted = text.trim().toLowerCase();
	const matching = locations.filter((one) =>
		[one.name, one.provider_id, addressLine(one.address) ?? ""].some((value) => value.toLowerCase().includes(wanted)),
	);
	const shown = matching.slice(0, SHOWN);
	const onKey = (event: KeyboardEvent) => {
		const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
		if (step !== 0) {
			event.preventDefault();
			setActive((before) => Math.max(0, Math.min(shown.length - 1, before + step)));
		} else if (event.key === "Enter") {
			event.preventDefault();
			const location = shown[active];
			if (location !== undefined) onChoose(location.location_id);
		}
	};
	return (
		<Modal title={title} is_open onClose={onClose}>
			<input
				className="control w-full"
				role="combobox"
				aria-expanded="true"
				aria-controls={`${id}-list`}
				aria-activedescendant={shown[active] === undefined ? undefined : `${id}-${active}`}
				aria-autocomplete="list"
				aria-label={t("bind.choose_label")}
				placeholder={t("bind.choose_label")}
				value={text}
				onChange={(event) => {
					setText(event.target.value);
					setActive(0);
				}}
				onKeyDown={onKey}
			/>
			<p role="status" className="my-2 text-sm text-quiet">
				{count("bind.choices", matching.length)}
			</p>
			<div id={`${id}-list`} role="listbox" aria-label={t("bind.choose_label")} className="flex flex-col">
				{shown.map((location, index) => (
					// biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above moves through the options and chooses
					// biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox, which names the active option
					<div
						key={location.location_id}
						id={`${id}-${index}`}
						role="option"
						aria-selected={index === active}
						className="cursor-pointer rounded-control px-3 py-2 hover:bg-sunken aria-selected:bg-accent-soft"
						onClick={() => onChoose(location.location_id)}
					>
						<span className="block font-medium">{location.name}</span>
						<span className="block text-quiet">{addressLine(location.address) ?? t("org.no_address")}</span>
						<span className="text-sm text-quiet">
							{t("org.column.pos_id")} <code>{location.provider_id}</code>
						</span>
					</div>
				))}
			</div>
			{matching.length > SHOWN && (
				<p className="text-sm text-quiet">{t("import.more", { count: matching.length - SHOWN })}</p>
			)}
		</Modal>
	);
}
