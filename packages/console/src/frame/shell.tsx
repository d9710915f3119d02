import { Outlet } from "@tanstack/react-router";
import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { SkeletonRows } from "../parts/skeleton-rows.tsx";
import { useText } from "../text/text.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import { GlobalSearch } from "./global-search.tsx";
import { PartnerLook } from "./partner-look.tsx";
import { Rail } from "./rail.tsx";
import { SessionEndedDialog } from "./session-ended-dialog.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { TopBar } from "./top-bar.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/** The frame around every screen of a signed-in person. */
export function Shell(): ReactNode {
	const { t } = useText();
	const [open, setOpen] = useState<"search" | "shortcuts" | undefined>();
	const openSearch = useRef(() => setOpen("search"));
	useShortcuts({ onHelp: () => setOpen("shortcuts"), onSearch: openSearch.current });
	useEffect(() => {
		document.documentElement.lang = "en";
	}, []);
	return (
		<>
			<PartnerLook />
			<a className="skip" href="#main">
				{t("frame.skip")}
			</a>
			<div className="flex min-h-dvh">
				<Rail />
				<div className="flex min-w-0 flex-1 flex-col">
					<TopBar onSearch={() => setOpen("search")} onShortcuts={() => setOpen("shortcuts")} />
					<main
						id="main"
						tabIndex={-1}
						className="mx-auto w-full max-w-[90rem] flex-1 px-4 pt-5 pb-24 sm:px-6 sm:pb-12 lg:px-8"
					>
						<Suspense fallback={<SkeletonRows />}>
							<Outlet />
						</Suspense>
					</main>
				</div>
			</div>
			<BottomBar />
			<GlobalSearch is_open={open === "search"} onClose={() => setOpen(undefined)} />
			<ShortcutsDialog is_open={open === "shortcuts"} onClose={() => setOpen(undefined)} />
			<SessionEndedDialog />
		</>
	);
}
