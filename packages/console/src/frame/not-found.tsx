import type { ReactNode } from "react";
import { AppLink } from "../navigation/app-link.tsx";
import { EmptyNote } from "../parts/empty-note.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { useText } from "../text/text.tsx";

/** An address that leads nowhere. */
export function NotFound(): ReactNode {
	const { t } = useText();
	return (
		<>
			<PageHead title={t("not_found.title")} />
			<EmptyNote
				icon="question"
				title={t("not_found.text")}
				action={
					<AppLink href="/" className="button button-primary">
						{t("not_found.home")}
					</AppLink>
				}
			/>
		</>
	);
}
