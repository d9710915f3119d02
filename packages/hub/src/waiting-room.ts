import { HubError } from "./base/error.ts";
import type { Log } from "./base/log.ts";
import { createMetrics } from "./base/metrics.ts";
import type { Config } from "./config.ts";
import { createHttp } from "./gateways/http.ts";
import { mountOperator } from "./gateways/operator.ts";

const OPEN_ROUTES: ReadonlySet<string> = new Set(["/livez", "/readyz", "/metrics"]);

/**
 * Answer on the hub's address while its database is not there: the process is alive and not ready, and whoever wants
 * something of it is told to come back.
 */
export async function openWaitingRoom(
	config: Pick<Config, "host" | "port" | "public_url">,
	log: Log,
): Promise<{ close(): Promise<void> }> {
	const { host, port, public_url } = config;
	const metrics = createMetrics();
	const app = createHttp({ log, metrics, config: { public_url } });
	const refuse = () => new HubError("unavailable", { detail: "The database is not reachable yet.", retry_after_s: 1 });
	app.addHook("onRequest", async (request) => {
		if (!OPEN_ROUTES.has(request.routeOptions.url ?? "")) throw refuse();
	});
	const database = async () => {
		throw new HubError("unavailable", { detail: "not reachable yet" });
	};
	mountOperator(app, { endpoints: [], metrics, public_url, checks: { database } });
	await app.listen({ host, port });
	return { close: () => app.close() };
}
