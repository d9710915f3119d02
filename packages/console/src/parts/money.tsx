import type { ReactNode } from "react";
import { formatMoney } from "../text/money.ts";
import { useText } from "../text/text.tsx";

/** An amount in whole minor units of its currency. */
export function Money({ amount, currency }: { amount: number; currency: string | undefined }): ReactNode {
	const { language } = useText();
	return <span className="num">{formatMoney(amount, currency, language)}</span>;
}
