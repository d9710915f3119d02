import type { ReactNode } from "react";
import { usePreferences } from "../look/preferences.tsx";
import { Modal } from "../parts/modal.tsx";
import { type TextKey, useText } from "../text/text.tsx";

const GROUPS: readonly { name: TextKey; keys: readonly (readonly [string, TextKey])[] }[] = [
	{
		name: "shortcuts.group.everywhere",
		keys: [
			["?", "shortcuts.key.help"],
			["/", "shortcuts.key.search"],
			["g g", "shortcuts.key.go_orgs"],
			["g o", "shortcuts.key.go_orders"],
			["g l", "shortcuts.key.go_logs"],
		],
	},
	{
		name: "shortcuts.group.lists",
		keys: [
			["j / ↓", "shortcuts.key.next"],
			["k / ↑", "shortcuts.key.previous"],
			["Enter", "shortcuts.key.open"],
			["x", "shortcuts.key.select"],
		],
	},
	{
		name: "shortcuts.group.match",
		keys: [
			["1", "shortcuts.key.same"],
			["2", "shortcuts.key.not"],
			["3", "shortcuts.key.skip"],
			["c", "shortcuts.key.choose"],
			["Ctrl+Enter", "shortcuts.key.review"],
		],
	},
];

/** Every shortcut, and the switch that turns the single-key ones off. */
export function ShortcutsDialog({ is_open, onClose }: { is_open: boolean; onClose: () => void }): ReactNode {
	const { t } = useText();
	const { preferences, change } = usePreferences();
	return (
		<Modal title={t("shortcuts.title")} is_open={is_open} onClose={onClose}>
			<label className="mb-4 flex items-center gap-2">
				<input
					type="checkbox"
					className="tick"
					checked={preferences.has_shortcuts}
					onChange={(event) => change({ has_shortcuts: event.target.checked })}
				/>
				{t("shortcuts.enable")}
			</label>
			{!preferences.has_shortcuts && <p className="mb-4 text-quiet">{t("shortcuts.off_hint")}</p>}
			{GROUPS.map((group) => (
				<section key={group.name} className="mb-4">
					<h3 className="mb-1 text-sm font-medium text-quiet">{t(group.name)}</h3>
					<dl className="divide-y divide-line">
						{group.keys.map(([keys, text]) => (
							<div key={text} className="flex items-center justify-between gap-4 py-1.5">
								<dt>{t(text)}</dt>
								<dd className="flex gap-1">
									{keys.split(" / ").map((key) => (
										<kbd key={key} className="rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs">
											{key}
										</kbd>
									))}
								</dd>
							</div>
						))}
					</dl>
				</section>
			))}
		</Modal>
	);
}
