import type { LocationStateRow } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";

/** A location's name, which opens what is known of it. */
export function LocationName({ row, href }: { row: LocationStateRow; href: string }): ReactNode {
	return (
		<AppLink href={href} className="inline-block min-h-6 font-medium hover:underline">
			{row.name}
		</AppLink>
	);
}
