import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useApi } from "../api/api-context.tsx";
import { Icon } from "../look/icon.tsx";
import { usePreferences } from "../look/preferences.tsx";
import { DropMenu } from "../parts/drop-menu.tsx";
import { useText } from "../text/text.tsx";
import { useSession } from "./session.tsx";

/** Who is signed in, and out again. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const queries = useQueryClient();
	const { user, role } = useSession();
	const { preferences, change } = usePreferences();
	const name = user.full_name ?? user.email;
	const signOut = useMutation({
		mutationFn: () => api.send<void>("POST", "/console/sign-out"),
		onSettled: () => {
			queries.clear();
			window.location.assign("/sign-in");
		},
	});
	return (
		<DropMenu
			label={t("user.menu", { name })}
			className="button button-quiet button-icon rounded-full"
			trigger={<Icon name="user" />}
			groups={[
				{
					name: `${name} · ${t(`role.${role}`)}`,
					lines: [
						{ text: t("shortcuts.open"), icon: "keyboard", onChoose: onShortcuts },
						{
							text: t("shortcuts.enable"),
							is_chosen: preferences.has_shortcuts,
							onChoose: () => change({ has_shortcuts: !preferences.has_shortcuts }),
						},
					],
				},
				{ lines: [{ text: t("user.sign_out"), icon: "arrow-out", onChoose: () => signOut.mutate() }] },
			]}
		/>
	);
}
