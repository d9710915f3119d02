import { useMutation } from "@tanstack/react-query";
import type { Session } from "@ticketrail/contract";
import { type FormEvent, type ReactNode, useRef } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useAdoptSession, useSession } from "../../frame/session.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Field } from "../../parts/field.tsx";
import { useText } from "../../text/text.tsx";

/** Set the own password; every other session of this person ends. */
export function PasswordPanel(): ReactNode {
	const { t } = useText();
	const api = useApi();
	const adopt = useAdoptSession();
	const session = useSession();
	const form = useRef<HTMLFormElement>(null);
	const save = useMutation({
		mutationFn: (body: Record<string, string>) => api.send<Session>("PUT", "/console/password", { body }),
		onSuccess: (reply) => {
			form.current?.reset();
			adopt(reply);
		},
	});
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		if (!save.isPending) save.mutate(Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>);
	};
	return (
		<form ref={form} onSubmit={submit} className="card flex max-w-lg flex-col gap-4 p-5">
			<p className="text-quiet">{t("settings.password_text", { email: session.user.email })}</p>
			{save.error !== null && <ErrorNote error={save.error} />}
			{save.isSuccess && (
				<p role="status" className="text-good">
					{t("settings.password_set")}
				</p>
			)}
			{session.has_password && (
				<Field label={t("settings.current_password")}>
					{(ids) => (
						<input
							{...ids}
							className="control"
							type="password"
							name="current_password"
							required
							autoComplete="current-password"
						/>
					)}
				</Field>
			)}
			<Field label={t("settings.new_password")} hint={t("settings.password_hint")}>
				{(ids) => (
					<input
						{...ids}
						className="control"
						type="password"
						name="password"
						required
						minLength={12}
						autoComplete="new-password"
					/>
				)}
			</Field>
			<span>
				<Button type="submit" look="primary">
					{save.isPending ? t("part.saving") : t("settings.set_password")}
				</Button>
			</span>
		</form>
	);
}
