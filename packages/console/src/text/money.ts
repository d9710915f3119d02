import { numberFormat } from "./formats.ts";

/** An amount in whole minor units as people read it. Without a currency: the number with two decimals. */
export function formatMoney(amount: number, currency: string | undefined, language: string): string {
	if (currency === undefined || !/^[A-Za-z]{3}$/.test(currency)) {
		return numberFormat(language, { minimumFractionDigits: 2 }).format(amount / 100);
	}
	const format = numberFormat(language, { style: "currency", currency });
	return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
