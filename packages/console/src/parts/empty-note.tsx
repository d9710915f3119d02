import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import type { IconName } from "../look/icon-paths.ts";
import { useText } from "../text/text.tsx";
import { CodeSample } from "./code-sample.tsx";

/** Why there is nothing, the one thing to do about it, and the same by API. */
export function EmptyNote(props: {
	icon: IconName;
	title: string;
	text?: string;
	action?: ReactNode;
	curl?: string | undefined;
}): ReactNode {
	const { icon, title, text, action, curl } = props;
	const { t } = useText();
	return (
		<div className="card flex flex-col items-center gap-3 px-6 py-12 text-center">
			<span className="grid size-10 place-items-center rounded-full bg-sunken text-quiet">
				<Icon name={icon} className="size-5" />
			</span>
			<div className="max-w-prose">
				<p className="text-lg font-semibold">{title}</p>
				{text !== undefined && <p className="mt-1 text-quiet">{text}</p>}
			</div>
			{action}
			{curl !== undefined && (
				<div className="w-full max-w-2xl text-start">
					<p className="mb-1 text-sm text-quiet">{t("part.api_call")}</p>
					<CodeSample text={curl} what="curl" />
				</div>
			)}
		</div>
	);
}
