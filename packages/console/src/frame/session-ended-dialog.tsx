import type { ReactNode } from "react";
import { Modal } from "../parts/modal.tsx";
import { useText } from "../text/text.tsx";
import { useSession } from "./session.tsx";
import { useExpiry } from "./session-expiry.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** Over the page, which stays as it was: sign in again and go on. */
export function SessionEndedDialog(): ReactNode {
	const { t } = useText();
	const { has_ended, clear } = useExpiry();
	const { user, role } = useSession();
	return (
		<Modal
			title={t("sign_in.expired_title")}
			description={t("sign_in.expired_text")}
			is_open={has_ended}
			onClose={clear}
		>
			{role === "operator" ? <SignInForm email={user.email} /> : <p>{t("sign_in.merchant_hint")}</p>}
		</Modal>
	);
}
