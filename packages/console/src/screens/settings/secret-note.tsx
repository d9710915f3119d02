import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { useText } from "../../text/text.tsx";

/** What is shown this once: copied now or lost. */
export function SecretNote({ rows }: { rows: readonly { name: string; value: string }[] }): ReactNode {
	const { t } = useText();
	return (
		<div role="status" className="rounded-box border border-warn/40 bg-warn-soft p-4">
			<p className="mb-2 flex items-center gap-2 font-medium text-warn">
				<Icon name="key" />
				{t("settings.once")}
			</p>
			<Facts
				rows={rows.map(({ name, value }) => [
					name,
					<span key={name} className="inline-flex max-w-full items-center gap-1">
						<code className="break-all">{value}</code>
						<CopyButton text={value} what={name} />
					</span>,
				])}
			/>
		</div>
	);
}
