import type { AuditListRow } from "@ticketrail/contract";
import { EN, type TextKey } from "../../text/en.ts";
import type { Text } from "../../text/text.tsx";

/** What was done in words; a kind of change that this console does not know has its code. */
export function actionText({ action }: AuditListRow, t: Text["t"]): string {
	const key = `audit.action.${action}`;
	return Object.hasOwn(EN, key) ? t(key as TextKey) : action;
}
