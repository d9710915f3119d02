import type { BindCandidate, BindFact, BindLocation, BindStore } from "@ticketrail/contract";

type FactName = BindFact["fact"];

/** A hard fact that differs demands a typed reason (product.md 4.5, rule 2). */
const KINDS: Readonly<Record<FactName, BindFact["kind"]>> = {
	...{ house_number: "hard", postal_code: "hard", phone: "hard", country: "hard", timezone: "hard" },
	...{ name: "soft", street: "soft", hours: "soft" },
};

/** The facts of a store and its candidate, with what each side's record says. */
export function factsOf(candidate: BindCandidate, store: BindStore, location: BindLocation): BindFact[] {
	const { agree, differ, house_numbers } = candidate;
	return (Object.keys(KINDS) as FactName[]).map((fact) => ({
		...{ fact, kind: KINDS[fact] },
		verdict: agree.includes(fact) ? "agree" : differ.includes(fact) ? "differ" : "missing",
		pos: fact === "house_number" ? house_numbers.pos : saysOf(location, fact),
		dsp: fact === "house_number" ? house_numbers.dsp : saysOf(store, fact),
	}));
}

/** A fact as its side writes it; empty where it does not tell. */
function saysOf({ name, address, phone, timezone, hours }: BindStore | BindLocation, fact: FactName): string {
	switch (fact) {
		case "name":
			return name;
		case "street":
			return [address?.address_line_1, address?.address_line_2].filter(Boolean).join(", ");
		case "postal_code":
			return address?.postal_code ?? "";
		case "country":
			return address?.country ?? "";
		case "phone":
			return phone ?? "";
		case "timezone":
			return timezone ?? "";
		default:
			return hours ?? "";
	}
}
