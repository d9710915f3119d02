import type { ReactNode } from "react";
import { useText } from "../text/text.tsx";

/** Pages of the hub that need no session. */
export function WelcomeLinks(): ReactNode {
	const { t } = useText();
	return (
		<footer className="flex flex-wrap justify-center gap-x-5 gap-y-1 p-6 text-sm text-quiet">
			<a className="link inline-flex min-h-6 items-center" href="/docs">
				{t("sign_in.reference")}
			</a>
			<a className="link inline-flex min-h-6 items-center" href="/openapi.json">
				openapi.json
			</a>
		</footer>
	);
}
