import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import { AppLink } from "../navigation/app-link.tsx";
import { useNavigation } from "../navigation/navigation.tsx";
import { DropMenu } from "../parts/drop-menu.tsx";
import { useText } from "../text/text.tsx";
import { useNavItems } from "./use-nav-items.ts";

const VISIBLE = 4;
const CELL =
	"flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 px-1 text-xs font-medium text-quiet aria-[current=page]:text-ink";

/** Main navigation on a phone: the four most used places, the rest under "More". */
export function BottomBar(): ReactNode {
	const { t } = useText();
	const { path, go } = useNavigation();
	const items = useNavItems();
	const rest = items.slice(VISIBLE);
	return (
		<nav
			aria-label={t("frame.navigation")}
			className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-card pb-[env(safe-area-inset-bottom)] sm:hidden"
		>
			{items.slice(0, VISIBLE).map((item) => {
				const is_here = path === item.href || path.startsWith(`${item.href}/`);
				return (
					<AppLink
						key={item.href}
						href={item.href}
						aria-current={is_here ? "page" : undefined}
						className={`${CELL} min-w-0`}
					>
						<Icon name={item.icon} className={`size-5 ${is_here ? "text-accent-line" : ""}`} />
						<span className="max-w-full truncate">{t(item.short ?? item.text)}</span>
					</AppLink>
				);
			})}
			{rest.length > 0 && (
				<DropMenu
					label={t("nav.more")}
					className={CELL}
					trigger={
						<>
							<Icon name="dots" className="size-5" />
							{t("nav.more")}
						</>
					}
					groups={[
						{ lines: rest.map((item) => ({ text: t(item.text), icon: item.icon, onChoose: () => go(item.href) })) },
					]}
				/>
			)}
		</nav>
	);
}
