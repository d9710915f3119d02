import { FRAME } from "./en/frame.ts";
import { ORGS } from "./en/orgs.ts";
import { PARTS } from "./en/parts.ts";
import { STATUS } from "./en/status.ts";

/** Every text of the console in English. */
export const EN = { ...FRAME, ...ORGS, ...PARTS, ...STATUS } as const;

export type TextKey = keyof typeof EN;
