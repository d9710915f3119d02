import { type ReactNode, useRef, useState } from "react";
import { useSession } from "../frame/session.tsx";
import { Button } from "../parts/button.tsx";
import { useText } from "../text/text.tsx";
import { OrgPicker } from "./org-picker.tsx";

/** Whose rows a list shows: those of all organisations, until one is chosen. Who belongs to one sees no other, and has no choice. */
export function OrgFilter(props: {
	/** the chosen one, or "" */
	org_id: string;
	/** its name, where a row of the list tells it */
	name: string | undefined;
	onChange: (org_id: string) => void;
}): ReactNode {
	const { org_id, onChange } = props;
	const { t } = useText();
	const { org } = useSession();
	const [is_choosing, setChoosing] = useState(false);
	const [chosen, setChosen] = useState<{ _id: string; name: string } | undefined>();
	const button = useRef<HTMLButtonElement>(null);
	if (org !== undefined) return null;
	const name = (chosen?._id === org_id ? chosen.name : props.name) ?? org_id;
	return (
		<span className="flex max-w-full items-center gap-1">
			<Button
				ref={button}
				icon="store"
				className="min-w-0"
				aria-haspopup="dialog"
				title={t("part.choose_org")}
				onClick={() => setChoosing(true)}
			>
				<span className="truncate">{org_id === "" ? t("part.every_org") : t("part.only_org", { org: name })}</span>
			</Button>
			{org_id !== "" && (
				<Button
					look="quiet"
					icon="cross"
					is_icon_only
					onClick={() => {
						onChange("");
						button.current?.focus();
					}}
				>
					{t("part.all_orgs")}
				</Button>
			)}
			{is_choosing && (
				<OrgPicker
					onClose={() => setChoosing(false)}
					onChoose={(one) => {
						setChosen(one);
						setChoosing(false);
						onChange(one._id);
					}}
				/>
			)}
		</span>
	);
}
