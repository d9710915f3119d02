import type { WebhookEndpoint } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useText } from "../../text/text.tsx";
import { formatClock } from "../../text/times.ts";

const HEIGHT = 32;
const BAR = 9;
const STEP = 12;

/** The last 24 hours, a bar each: how many messages, and which part of them failed. The words for it are in its name. */
export function SuccessStrip({ hours, name }: { hours: WebhookEndpoint["hours"]; name: string }): ReactNode {
	const { t, language } = useText();
	const most = Math.max(1, ...hours.map(({ delivered, failed }) => delivered + failed));
	const delivered = hours.reduce((sum, hour) => sum + hour.delivered, 0);
	const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
	const height = (value: number) => (value === 0 ? 0 : Math.max(3, (value / most) * HEIGHT));
	return (
		<svg
			role="img"
			aria-label={t("webhooks.strip", { name, delivered, failed })}
			viewBox={`0 0 ${hours.length * STEP} ${HEIGHT + 1}`}
			preserveAspectRatio="none"
			className="h-9 w-full"
		>
			{hours.map((hour, index) => {
				const bad = height(hour.failed);
				const good = Math.min(HEIGHT - bad, height(hour.delivered));
				const x = index * STEP;
				return (
					<g key={hour.from}>
						<title>
							{formatClock(hour.from, { now: Date.now(), language })}:{" "}
							{t("webhooks.hour", { delivered: hour.delivered, failed: hour.failed })}
						</title>
						<rect x={x} y={HEIGHT} width={BAR} height="1" className="fill-line" />
						<rect x={x} y={HEIGHT - good - bad} width={BAR} height={good} className="fill-good opacity-70" />
						<rect x={x} y={HEIGHT - bad} width={BAR} height={bad} className="fill-bad" />
					</g>
				);
			})}
		</svg>
	);
}
