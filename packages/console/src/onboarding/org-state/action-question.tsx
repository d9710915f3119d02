import type { ReactNode } from "react";
import { Button } from "../../parts/button.tsx";
import { useText } from "../../text/text.tsx";

/** Asks whether something shall be done to a link: what will happen, and a button that names what it happens to. */
export function ActionQuestion(props: {
	name: string;
	look: "danger" | "primary";
	confirm: string;
	onConfirm: () => void;
	onCancel: () => void;
	children: ReactNode;
}): ReactNode {
	const { name, look, confirm, onConfirm, onCancel, children } = props;
	const { t } = useText();
	const ground = look === "danger" ? "border-bad/40 bg-bad-soft" : "border-warn/40 bg-warn-soft";
	return (
		<fieldset className={`flex min-w-0 flex-col gap-3 rounded-control border px-4 py-3 ${ground}`}>
			<legend className="sr-only">{name}</legend>
			{children}
			<div className="flex flex-wrap gap-2">
				<Button look={look} onClick={onConfirm}>
					{confirm}
				</Button>
				<Button onClick={onCancel}>{t("part.cancel")}</Button>
			</div>
		</fieldset>
	);
}
