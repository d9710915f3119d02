import type { ReactNode } from "react";

/** Two tickets on a rail; or the partner's own sign. */
export function BrandMark({
	logo,
	className = "size-7",
}: {
	logo?: string | undefined;
	className?: string;
}): ReactNode {
	if (logo !== undefined) return <img src={logo} alt="" className={`${className} object-contain`} />;
	return (
		<svg viewBox="0 0 32 32" className={`shrink-0 ${className}`} aria-hidden="true">
			<rect width="32" height="32" rx="8" className="fill-accent" />
			<path d="M6 10h20" className="stroke-accent-ink" strokeWidth="2.5" strokeLinecap="round" />
			<path d="M9 10v11l2-1.5 2 1.5V10M17 10v13l2-1.5 2 1.5V10" className="fill-accent-ink" fillOpacity=".92" />
		</svg>
	);
}
