import { useMutation } from "@tanstack/react-query";
import type { Session } from "@ticketrail/contract";
import { type ReactNode, useEffect, useRef } from "react";
import { useApi } from "../api/api-context.tsx";
import { useNavigation } from "../navigation/navigation.tsx";
import { ErrorNote } from "../parts/error-note.tsx";
import { useText } from "../text/text.tsx";
import { useAdoptSession } from "./session.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** Uses a one-time link: once, and its token leaves the address at once. */
export function SignInByLink({ token }: { token: string }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const adopt = useAdoptSession();
	const { go } = useNavigation();
	const is_used = useRef(false);
	const { mutate, error } = useMutation({
		mutationFn: () => api.send<Session>("POST", "/console/sign-in/link", { body: { token } }),
		meta: { is_sign_in: true },
		onSuccess: (session) => {
			go("/", { replace: true });
			adopt(session);
		},
	});
	useEffect(() => {
		if (is_used.current) return;
		is_used.current = true;
		mutate();
	}, [mutate]);
	if (error === null) {
		return (
			<div aria-busy="true">
				<h1 className="mt-5 text-2xl font-semibold tracking-tight">{t("sign_in.link_title")}</h1>
				<p className="text-lg text-quiet">{t("sign_in.link_text")}</p>
			</div>
		);
	}
	return (
		<>
			<h1 className="mt-5 mb-4 text-2xl font-semibold tracking-tight">{t("sign_in.link_failed")}</h1>
			<ErrorNote error={error} />
			<div className="card mt-6 p-6">
				<SignInForm />
			</div>
		</>
	);
}
