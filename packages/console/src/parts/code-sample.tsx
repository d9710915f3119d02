import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";

/** What scrolls must be reachable by keyboard. */
const REACHABLE = { tabIndex: 0 };

/** Text for machines: can be scrolled, focused and copied. `what` names it for the copy button. */
export function CodeSample({
	text,
	what,
	className = "",
}: {
	text: string;
	what: string;
	className?: string;
}): ReactNode {
	return (
		<div className={`relative rounded-control border border-line bg-sunken ${className}`}>
			<section aria-label={what} className="max-h-96 overflow-auto" {...REACHABLE}>
				<pre className="p-3 pe-10 text-sm leading-5 whitespace-pre-wrap break-words">{text}</pre>
			</section>
			<span className="absolute end-2 top-2">
				<CopyButton text={text} what={what} />
			</span>
		</div>
	);
}
