import type { ReactNode } from "react";
import { ICON_PATHS, type IconName } from "./icon-paths.ts";

/** A shape of ours. It says nothing to a screen reader: the word stands beside it. */
export function Icon({ name, className = "size-4" }: { name: IconName; className?: string }): ReactNode {
	const shape: { d: string; fill?: boolean } = ICON_PATHS[name];
	return (
		<svg viewBox="0 0 16 16" className={`shrink-0 ${className}`} aria-hidden="true" focusable="false">
			<path
				d={shape.d}
				fill={shape.fill ? "currentColor" : "none"}
				stroke={shape.fill ? "none" : "currentColor"}
				strokeWidth="1.5"
				strokeLinecap="round"
				strokeLinejoin="round"
			/>
		</svg>
	);
}
