import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import { useText } from "../text/text.tsx";
import { useSession } from "./session.tsx";

/** TEST or LIVE, in colour and in words. */
export function EnvironmentWord(): ReactNode {
	const { t } = useText();
	const { environment } = useSession().hub;
	return (
		<span
			title={t(`frame.environment_title.${environment}`)}
			className={`chip ${environment === "test" ? "bg-warn-soft text-warn" : "bg-good-soft text-good"}`}
		>
			<Icon name={environment === "test" ? "slash" : "dot"} className="size-3.5" />
			{t(`frame.environment.${environment}`)}
		</span>
	);
}
