import type { ReactNode } from "react";
import { Button } from "../parts/button.tsx";
import { CodeSample } from "../parts/code-sample.tsx";
import { useText } from "../text/text.tsx";

/** A screen of ours that failed: said plainly, with the text that support needs. */
export function CrashNote({ error }: { error: unknown }): ReactNode {
	const { t } = useText();
	const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return (
		<div role="alert" className="mx-auto flex max-w-2xl flex-col gap-4 p-8">
			<h1 className="text-2xl font-semibold">{t("crash.title")}</h1>
			<p>{t("crash.text")}</p>
			<CodeSample text={text} what={t("part.details")} />
			<Button look="primary" onClick={() => window.location.reload()}>
				{t("crash.reload")}
			</Button>
		</div>
	);
}
