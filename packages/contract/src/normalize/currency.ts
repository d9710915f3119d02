/** A currency code as we store and emit it: lower case, without spaces around it, contract.md E.2. */
export function lowerCurrency(currency: string): string {
	return currency.trim().toLowerCase();
}
