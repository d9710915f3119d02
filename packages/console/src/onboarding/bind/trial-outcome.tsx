import type { TestOrderReply } from "@ticketrail/contract";
import type { ReactNode } from "react";
import type { Static } from "typebox";
import { Icon } from "../../look/icon.tsx";
import type { IconName } from "../../look/icon-paths.ts";
import { useText } from "../../text/text.tsx";

type Reply = Static<typeof TestOrderReply>;

const LOOKS: Record<Reply["outcome"], { icon: IconName; className: string }> = {
	accepted: { icon: "check", className: "text-good" },
	refused: { icon: "cross", className: "text-bad" },
	unknown: { icon: "question", className: "text-warn" },
};

/** What the POS made of a test order, and that a person has to look in the kitchen. */
export function TrialOutcome({ reply, location }: { reply: Reply; location: string }): ReactNode {
	const { t } = useText();
	const look = LOOKS[reply.outcome];
	return (
		<p role="status" className="flex basis-full items-start gap-2">
			<Icon name={look.icon} className={`mt-1 size-4 ${look.className}`} />
			<span>
				{t(`link.test_${reply.outcome}`, { location })}
				{reply.pos_order_id !== undefined && (
					<>
						{" "}
						<code>{reply.pos_order_id}</code>
					</>
				)}
				{reply.message !== undefined && ` ${reply.message}`}
			</span>
		</p>
	);
}
