import { BIND } from "./en/bind.ts";
import { FRAME } from "./en/frame.ts";
import { ORDERS } from "./en/orders.ts";
import { ORG } from "./en/org.ts";
import { ORGS } from "./en/orgs.ts";
import { PARTS } from "./en/parts.ts";
import { STATUS } from "./en/status.ts";

/** Every text of the console in English. */
export const EN = { ...FRAME, ...PARTS, ...STATUS, ...ORGS, ...ORG, ...BIND, ...ORDERS } as const;

export type TextKey = keyof typeof EN;
