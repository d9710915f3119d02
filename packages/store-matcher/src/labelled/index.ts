import { ADDRESSES } from "./addresses.ts";
import { ALPHABETS } from "./alphabets.ts";
import { CHAINS } from "./chains.ts";
import { GAPS } from "./gaps.ts";
import { KITCHENS } from "./kitchens.ts";
import type { Scene } from "./scene.ts";

export type { Scene } from "./scene.ts";

/** Organisations of our own making, each row labelled with the truth, by what makes them hard. */
export const LABELLED: Readonly<Record<string, readonly Scene[]>> = {
	chains: CHAINS,
	addresses: ADDRESSES,
	alphabets: ALPHABETS,
	"kitchens and neighbours": KITCHENS,
	"missing facts": GAPS,
};
