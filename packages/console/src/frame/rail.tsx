import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import { AppLink } from "../navigation/app-link.tsx";
import { useNavigation } from "../navigation/navigation.tsx";
import { useText } from "../text/text.tsx";
import { BrandMark } from "./brand-mark.tsx";
import { useSession } from "./session.tsx";
import { useNavItems } from "./use-nav-items.ts";

/** Main navigation at the left: words on wide screens, shapes with hidden words below 1024 px, away below 640 px. */
export function Rail(): ReactNode {
	const { t } = useText();
	const { path } = useNavigation();
	const { theme } = useSession();
	return (
		<nav
			aria-label={t("frame.navigation")}
			className="sticky top-0 hidden h-dvh w-14 shrink-0 flex-col gap-0.5 border-e border-line bg-paper p-2 sm:flex lg:w-56 lg:p-3"
		>
			<AppLink href="/" className="mb-4 flex items-center gap-2.5 rounded-control p-1 lg:px-1.5">
				<BrandMark logo={theme.logo} />
				<span className="hidden truncate text-lg font-semibold tracking-tight lg:inline">
					{theme.name ?? t("frame.product")}
				</span>
				<span className="sr-only lg:hidden">{theme.name ?? t("frame.product")}</span>
			</AppLink>
			{useNavItems().map((item) => {
				const is_here = path === item.href || path.startsWith(`${item.href}/`);
				return (
					<AppLink
						key={item.href}
						href={item.href}
						aria-current={is_here ? "page" : undefined}
						title={t(item.text)}
						className="flex min-h-9 items-center gap-2.5 rounded-control px-2.5 text-base font-medium text-quiet hover:bg-sunken hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:text-ink max-lg:justify-center max-lg:px-0"
					>
						<Icon name={item.icon} className={`size-4.5 ${is_here ? "text-accent-line" : ""}`} />
						<span className="truncate max-lg:sr-only">{t(item.text)}</span>
					</AppLink>
				);
			})}
		</nav>
	);
}
