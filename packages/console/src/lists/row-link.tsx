import type { ReactNode } from "react";
import { AppLink } from "../navigation/app-link.tsx";

/** The link of a row, in its first cell; it can be clicked anywhere on the row. */
export function RowLink({ href, children }: { href: string; children: ReactNode }): ReactNode {
	return (
		<AppLink
			href={href}
			className="font-medium after:absolute after:inset-0 hover:underline focus-visible:outline-offset-1"
		>
			{children}
		</AppLink>
	);
}
