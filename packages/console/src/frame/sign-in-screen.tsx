import type { ReactNode } from "react";
import { CodeSample } from "../parts/code-sample.tsx";
import { useText } from "../text/text.tsx";
import { AppearanceMenu } from "./appearance-menu.tsx";
import { BrandMark } from "./brand-mark.tsx";
import { SignInByLink } from "./sign-in-by-link.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { WelcomeLinks } from "./welcome-links.tsx";

/** Where somebody comes in: by a one-time link, whose token is in the fragment of the address, or with a password. */
export function SignInScreen(): ReactNode {
	const { t } = useText();
	const token = new URLSearchParams(window.location.hash.slice(1)).get("token");
	return (
		<div className="grid min-h-dvh grid-rows-[auto_1fr_auto]">
			<header className="flex justify-end p-4">
				<AppearanceMenu />
			</header>
			<main id="main" className="mx-auto w-full max-w-md px-5 py-6">
				<BrandMark className="size-11" />
				{token !== null ? (
					<SignInByLink token={token} />
				) : (
					<>
						<h1 className="mt-5 text-2xl font-semibold tracking-tight">{t("sign_in.title")}</h1>
						<p className="mb-6 text-lg text-quiet text-balance">{t("sign_in.lead")}</p>
						<div className="card p-6">
							<SignInForm />
						</div>
						<div className="mt-6 flex flex-col gap-2 text-sm text-quiet">
							<p>{t("sign_in.operator_hint")}</p>
							<CodeSample
								text="npx ticketrail operator add --email you@example.com"
								what={t("sign_in.operator_hint")}
							/>
							<p>{t("sign_in.merchant_hint")}</p>
						</div>
					</>
				)}
			</main>
			<WelcomeLinks />
		</div>
	);
}
