import type { ReactNode } from "react";
import { asFailure } from "../api/call-failure.ts";
import { Icon } from "../look/icon.tsx";
import { useText } from "../text/text.tsx";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";

/** What went wrong, in place: sentence, what to do, code, request id, and a way to try again. */
export function ErrorNote(props: {
	error: unknown;
	onRetry?: (() => void) | undefined;
	has_old_data?: boolean;
	title?: string;
}): ReactNode {
	const { error, onRetry, has_old_data, title } = props;
	const { t } = useText();
	const failure = asFailure(error);
	return (
		<div
			role="alert"
			className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-box border border-bad/35 bg-bad-soft px-4 py-3"
		>
			<Icon name="cross" className="mt-0.5 size-4 text-bad" />
			<div className="min-w-0 flex-1 basis-60">
				<p className="font-medium text-bad">
					{title ?? (failure.code === "network" ? t("part.error_network") : failure.message)}
				</p>
				{title !== undefined && <p>{failure.code === "network" ? t("part.error_network") : failure.message}</p>}
				{failure.next !== undefined && <p>{failure.next}</p>}
				{has_old_data && <p>{t("part.error_old_data")}</p>}
				<p className="mt-1 flex flex-wrap items-center gap-x-3 text-sm text-ink">
					<span>
						{t("part.error_code")} <code>{failure.code}</code>
					</span>
					{failure.request_id !== undefined && (
						<span className="inline-flex items-center gap-1">
							{t("part.error_request")} <code className="break-all">{failure.request_id}</code>
							<CopyButton text={failure.request_id} what={t("part.request_id")} />
						</span>
					)}
				</p>
			</div>
			{onRetry && (
				<Button icon="refresh" onClick={onRetry}>
					{t("part.retry")}
				</Button>
			)}
		</div>
	);
}
