import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import { AppLink } from "../navigation/app-link.tsx";
import { useText } from "../text/text.tsx";
import { AppearanceMenu } from "./appearance-menu.tsx";
import { BrandMark } from "./brand-mark.tsx";
import { EnvironmentWord } from "./environment-word.tsx";
import { useSession } from "./session.tsx";
import { UserMenu } from "./user-menu.tsx";

/** Search, environment, appearance, account. */
export function TopBar({ onSearch, onShortcuts }: { onSearch: () => void; onShortcuts: () => void }): ReactNode {
	const { t } = useText();
	const { theme } = useSession();
	return (
		<header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-paper/90 px-4 backdrop-blur-sm sm:px-6 lg:px-8">
			<AppLink href="/" className="sm:hidden">
				<BrandMark logo={theme.logo} />
				<span className="sr-only">{theme.name ?? t("frame.product")}</span>
			</AppLink>
			<button
				type="button"
				onClick={onSearch}
				className="control flex min-w-0 flex-1 items-center gap-2 border-line text-start text-quiet hover:bg-sunken sm:max-w-96"
			>
				<Icon name="search" />
				<span className="truncate">{t("search.placeholder")}</span>
				<kbd className="ms-auto hidden rounded border border-line bg-sunken px-1.5 font-mono text-xs text-quiet sm:inline">
					/
				</kbd>
			</button>
			<div className="ms-auto flex items-center gap-1">
				<EnvironmentWord />
				<AppearanceMenu />
				<UserMenu onShortcuts={onShortcuts} />
			</div>
		</header>
	);
}
