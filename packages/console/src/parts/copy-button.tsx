import { type ReactNode, useEffect, useState } from "react";
import { Icon } from "../look/icon.tsx";
import { useText } from "../text/text.tsx";
import { useAnnouncer } from "./announcer.tsx";

/** Copies a text and says so. `what` names it ("POS id 4410"); `children` stands beside the shape. */
export function CopyButton(props: { text: string; what: string; children?: ReactNode; className?: string }): ReactNode {
	const { text, what, children, className } = props;
	const { t } = useText();
	const { alert } = useAnnouncer();
	const [is_copied, setCopied] = useState(false);
	useEffect(() => {
		if (!is_copied) return;
		const timer = setTimeout(() => setCopied(false), 1_600);
		return () => clearTimeout(timer);
	}, [is_copied]);
	const copy = async () => {
		const is_done = await writeClipboard(text);
		setCopied(is_done);
		alert(is_done ? t("part.copied", { what }) : t("part.copy_failed"));
	};
	const base =
		children === undefined
			? "inline-grid size-6 place-items-center rounded text-quiet hover:bg-sunken hover:text-ink pointer-coarse:size-11"
			: "button button-secondary";
	return (
		<button
			type="button"
			className={`relative z-10 align-middle ${className ?? base}`}
			aria-label={children === undefined ? t("part.copy", { what }) : undefined}
			title={t("part.copy", { what })}
			onClick={() => void copy()}
		>
			<Icon name={is_copied ? "check" : "copy"} className="size-3.5" />
			{children}
		</button>
	);
}

async function writeClipboard(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return false; // no permission, or a page without a secure address
	}
}
