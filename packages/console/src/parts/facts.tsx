import type { ReactNode } from "react";

/** Names and values, side by side where there is room. Facts without a value are left out. */
export function Facts({
	rows,
	className = "",
}: {
	rows: readonly (readonly [string, ReactNode])[];
	className?: string;
}): ReactNode {
	const shown = rows.filter(([, value]) => value !== undefined && value !== null && value !== "");
	return (
		<dl className={`grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-6 gap-y-1.5 ${className}`}>
			{shown.map(([name, value]) => (
				<div key={name} className="col-span-2 grid grid-cols-subgrid max-sm:block">
					<dt className="text-quiet">{name}</dt>
					<dd className="min-w-0 break-words">{value}</dd>
				</div>
			))}
		</dl>
	);
}
