/**
 * Whether a message may be sent again, and why not. Delivered, refused and already delivered are three things: a second send of
 * what went through is the most common "failure" (product.md 1.3). `replayDelivery` of the orders holds the same rule.
 */
export function replayOf(delivery: { type: string; state: string }): { is_possible: boolean; why_not?: string } {
	if (delivery.state === "delivered") return no("Already delivered: no action is needed.");
	if (delivery.state === "dropped") return no("It was overtaken by what happened since: nothing is missing.");
	if (delivery.state !== "dead" && delivery.state !== "parked")
		return no("It is still under way; the hub tries again by itself.");
	if (delivery.type === "order.created")
		return no("The order's verdict was given; ask the channel to send it again as a new order.");
	return { is_possible: true };
}

function no(why_not: string): { is_possible: false; why_not: string } {
	return { is_possible: false, why_not };
}
