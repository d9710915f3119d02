import type { ReactNode } from "react";

/** Rows of their final height, before their content is there. */
export function SkeletonRows({ rows = 6, height = "h-11" }: { rows?: number; height?: string }): ReactNode {
	return (
		<div className="card divide-y divide-line overflow-hidden" aria-hidden="true">
			{Array.from({ length: rows }, (_, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: rows that stand for nothing and never change places
				<div key={index} className={`flex items-center gap-6 px-4 ${height}`}>
					<div className="skeleton h-3 w-1/4" />
					<div className="skeleton h-3 w-1/3" />
					<div className="skeleton ml-auto h-3 w-16" />
				</div>
			))}
		</div>
	);
}
