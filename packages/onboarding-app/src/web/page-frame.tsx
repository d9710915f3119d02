import { BrandMark } from "@ticketrail/console/onboarding";
import type { ReactNode } from "react";
import { useTexts } from "./texts.ts";

/** What stands around every page: a way past the head, the sign, and the page itself. */
export function PageFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }): ReactNode {
	const t = useTexts();
	return (
		<>
			<a href="#page" className="sr-only focus:not-sr-only">
				{t("skip")}
			</a>
			<header className="flex items-center gap-3 border-b border-line bg-card px-4 py-2">
				<BrandMark />
				<span className="font-semibold">{t("product")}</span>
				<span className="ms-auto flex gap-2">{actions}</span>
			</header>
			<main id="page" tabIndex={-1} className="mx-auto w-full max-w-6xl px-4 py-6">
				{children}
			</main>
		</>
	);
}
