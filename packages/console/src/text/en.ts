import { AUDIT } from "./en/audit.ts";
import { BIND } from "./en/bind.ts";
import { EVIDENCE } from "./en/evidence.ts";
import { FRAME } from "./en/frame.ts";
import { OPERATE } from "./en/operate.ts";
import { ORDERS } from "./en/orders.ts";
import { ORG } from "./en/org.ts";
import { ORGS } from "./en/orgs.ts";
import { PARTS } from "./en/parts.ts";
import { STATUS } from "./en/status.ts";

/** Every text of the console in English. */
export const EN = {
	...FRAME,
	...PARTS,
	...STATUS,
	...ORGS,
	...ORG,
	...BIND,
	...ORDERS,
	...EVIDENCE,
	...OPERATE,
	...AUDIT,
} as const;

export type TextKey = keyof typeof EN;
