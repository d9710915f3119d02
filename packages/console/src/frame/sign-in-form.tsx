import { useMutation } from "@tanstack/react-query";
import type { Session } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { useApi } from "../api/api-context.tsx";
import { Button } from "../parts/button.tsx";
import { ErrorNote } from "../parts/error-note.tsx";
import { Field } from "../parts/field.tsx";
import { useText } from "../text/text.tsx";
import { useAdoptSession } from "./session.tsx";

/** E-mail address and password of an operator. Pasting and password managers work. */
export function SignInForm({ email: known = "" }: { email?: string }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const adopt = useAdoptSession();
	const [email, setEmail] = useState(known);
	const [password, setPassword] = useState("");
	const [is_shown, setShown] = useState(false);
	const signIn = useMutation({
		mutationFn: () => api.send<Session>("POST", "/console/sign-in", { body: { email, password } }),
		meta: { is_sign_in: true },
		onSuccess: adopt,
	});
	return (
		<form
			className="flex flex-col gap-4"
			onSubmit={(event) => {
				event.preventDefault();
				if (!signIn.isPending) signIn.mutate();
			}}
		>
			{signIn.error !== null && <ErrorNote error={signIn.error} />}
			<Field label={t("sign_in.email")}>
				{(ids) => (
					<input
						{...ids}
						className="control"
						type="email"
						autoComplete="username"
						required
						value={email}
						onChange={(event) => setEmail(event.target.value)}
					/>
				)}
			</Field>
			<Field label={t("sign_in.password")}>
				{(ids) => (
					<span className="flex gap-2">
						<input
							{...ids}
							className="control min-w-0 flex-1"
							type={is_shown ? "text" : "password"}
							autoComplete="current-password"
							required
							value={password}
							onChange={(event) => setPassword(event.target.value)}
						/>
						<Button icon="eye" is_icon_only aria-pressed={is_shown} onClick={() => setShown(!is_shown)}>
							{t("sign_in.show_password")}
						</Button>
					</span>
				)}
			</Field>
			<Button type="submit" look="primary" className="mt-1 min-h-10">
				{signIn.isPending ? t("sign_in.working") : t("sign_in.submit")}
			</Button>
		</form>
	);
}
