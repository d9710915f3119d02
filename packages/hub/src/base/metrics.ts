import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** The hub's figures for Prometheus. Labels are slugs, patterns and states: never an id of a tenant, never a person. */
export interface Metrics {
	/** One order taken in; `result` is how it went, for example `accepted`, `rejected`, `duplicate`, `expired`. */
	order(labels: { slug: string; result: string }): void;
	/** Seconds from the DSP's POST to the POS's acceptance. */
	orderAccepted(seconds: number): void;
	/** One outgoing attempt, with the seconds that it took. */
	delivery(labels: { type: string; outcome: string }, seconds: number): void;
	/** One comparison of a POS with what the hub knows. */
	sweep(labels: { slug: string; outcome: string }): void;
	/** A location's POS fell silent for longer than it ever is (`quiet`), or was heard again. */
	feed(labels: { slug: string; event: string }): void;
	/** One answered request: `route` is the pattern, not the path. */
	httpRequest(labels: { method: string; route: string; status: number }, seconds: number): void;
	/** How the waiting jobs are counted whenever someone scrapes: queue name → jobs. */
	readQueueDepth(read: () => Promise<Readonly<Record<string, number>>>): void;
	/** How the systems that are sent to are looked at whenever someone scrapes. */
	readDestinations(read: () => readonly DestinationState[]): void;
	/** A job was put aside because its worker died on it again and again. */
	quarantined(labels: { queue: string }): void;
	/** The text exposition. A depth that cannot be read leaves its gauge out and never fails the scrape. */
	expose(): Promise<{ content_type: string; text: string }>;
}

/** One system that is sent to: requests under way and in line in this process, and whether it rests after failures. */
export interface DestinationState {
	slug: string;
	in_flight: number;
	in_line: number;
	is_resting: boolean;
}

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const ATTEMPT_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60];
const ACCEPT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 90, 120, 150, 300];

/** Makes the metrics with a registry of their own; `process_metrics: false` leaves Node's own figures out (tests). */
export function createMetrics(options: { process_metrics?: boolean } = {}): Metrics {
	const registry = new Registry();
	const registers = [registry];
	if (options.process_metrics ?? true) collectDefaultMetrics({ register: registry });

	const orders = new Counter({
		name: "ticketrail_orders_total",
		help: "Orders by POS or DSP slug and result",
		labelNames: ["slug", "result"],
		registers,
	});
	const accept_seconds = new Histogram({
		name: "ticketrail_order_accept_seconds",
		help: "Seconds from the order's arrival to the POS's acceptance",
		buckets: ACCEPT_SECONDS,
		registers,
	});
	const deliveries = new Counter({
		name: "ticketrail_deliveries_total",
		help: "Outgoing attempts by message type and outcome",
		labelNames: ["type", "outcome"],
		registers,
	});
	const attempt_seconds = new Histogram({
		name: "ticketrail_delivery_attempt_seconds",
		help: "Seconds of one outgoing attempt",
		buckets: ATTEMPT_SECONDS,
		registers,
	});
	const sweeps = new Counter({
		name: "ticketrail_sweeps_total",
		help: "Comparisons of a POS with what the hub knows, by slug and outcome",
		labelNames: ["slug", "outcome"],
		registers,
	});
	const feeds = new Counter({
		name: "ticketrail_pos_feed_events_total",
		help: "Locations whose POS fell silent for longer than usual, or was heard again, by slug",
		labelNames: ["slug", "event"],
		registers,
	});
	const request_seconds = new Histogram({
		name: "ticketrail_http_request_seconds",
		help: "Seconds to answer a request",
		labelNames: ["method", "route", "status"],
		buckets: REQUEST_SECONDS,
		registers,
	});
	let readDepth: (() => Promise<Readonly<Record<string, number>>>) | undefined;
	new Gauge({
		name: "ticketrail_queue_depth",
		help: "Jobs waiting or running",
		labelNames: ["queue"],
		registers,
		async collect() {
			this.reset();
			const depths: Readonly<Record<string, number>> | undefined = await readDepth?.().catch(() => undefined);
			for (const [queue, depth] of Object.entries(depths ?? {})) this.set({ queue }, depth);
		},
	});

	let readStates: () => readonly DestinationState[] = () => [];
	const destinationGauge = (name: string, help: string, read: (state: DestinationState) => number) =>
		new Gauge({
			...{ name, help, labelNames: ["slug"], registers },
			collect() {
				this.reset();
				for (const state of readStates()) this.set({ slug: state.slug }, read(state));
			},
		});
	destinationGauge("ticketrail_destination_in_flight", "Requests under way by system", ({ in_flight }) => in_flight);
	destinationGauge("ticketrail_destination_in_line", "Requests in line by system", ({ in_line }) => in_line);
	destinationGauge("ticketrail_destination_resting", "1 while a system rests after failures", ({ is_resting }) =>
		is_resting ? 1 : 0,
	);
	const quarantined = new Counter({
		name: "ticketrail_jobs_quarantined_total",
		help: "Jobs put aside because their worker died on them",
		labelNames: ["queue"],
		registers,
	});

	return {
		quarantined: (labels) => quarantined.inc(labels),
		readDestinations(read) {
			readStates = read;
		},
		order: (labels) => orders.inc(labels),
		orderAccepted: (seconds) => accept_seconds.observe(seconds),
		delivery(labels, seconds) {
			deliveries.inc(labels);
			attempt_seconds.observe(seconds);
		},
		sweep: (labels) => sweeps.inc(labels),
		feed: (labels) => feeds.inc(labels),
		httpRequest: (labels, seconds) => request_seconds.observe(labels, seconds),
		readQueueDepth(read) {
			readDepth = read;
		},
		expose: async () => ({ content_type: registry.contentType, text: await registry.metrics() }),
	};
}
