import type { WebhookResult, WebhookSender } from "@ticketrail/pos-kit";

/** One thing that this POS told the hub, for the screen. */
export interface Message {
	time: number;
	type: string;
	is_taken: boolean;
	outcome: string;
}

/** The line to the hub: the kit's webhook sender, and a memory of what was said over it. */
export interface HubLine {
	/** Say something; never throws. Without a hub it is noted as failed. */
	tell(type: string, say: (sender: WebhookSender) => Promise<WebhookResult>): Promise<WebhookResult>;
	/** Newest first. */
	messages: readonly Message[];
}

const KEPT = 8;

export function createHubLine(settings: {
	sender: () => WebhookSender | undefined;
	now: () => number;
	changed: () => void;
}): HubLine {
	const messages: Message[] = [];
	return {
		messages,
		async tell(type, say) {
			const sender = settings.sender();
			const result: WebhookResult = sender ? await say(sender) : { kind: "unreachable", message: "no hub is set" };
			const outcome = result.kind === "taken" ? `status ${result.status}` : result.message;
			messages.unshift({ time: settings.now(), type, is_taken: result.kind === "taken", outcome });
			messages.splice(KEPT);
			settings.changed();
			return result;
		},
	};
}
