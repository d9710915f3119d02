import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { HubError } from "../base/error.ts";
import type { Metrics } from "../base/metrics.ts";
import { type Endpoint, endpoint, rawReply } from "./endpoint.ts";
import { mountEndpoints } from "./mount-endpoints.ts";
import { describeApi } from "./openapi.ts";
import { renderDocs } from "./pages/docs.ts";
import { STYLE_PATH } from "./pages/frame.ts";
import { type PageLink, renderLanding } from "./pages/landing.ts";
import { createReadiness, type ReadinessCheck } from "./readiness.ts";
import { PAGE_HEADERS } from "./security-headers.ts";

/** Collaborators of the operator's surface. */
export interface OperatorParts {
	/** What else this hub serves, for the description. */
	endpoints: readonly Endpoint[];
	metrics: Pick<Metrics, "expose">;
	public_url: string;
	/** The hub's version; default the package's. */
	version?: string;
	/** What must hold before work is sent here, by name; each throws when it does not. */
	checks: Readonly<Record<string, ReadinessCheck>>;
	/** Whether something else answers at `/`. */
	has_front_page?: boolean;
	/** Pages of the sandbox, if there is one. */
	links?: () => readonly PageLink[];
}

/** Serves `/livez`, `/readyz`, `/metrics`, `/openapi.json`, `/docs` and `/`. */
export function mountOperator(app: FastifyInstance, parts: OperatorParts): void {
	const authenticate = async () => {
		throw new HubError("unauthorized");
	};
	mountEndpoints(app, operatorEndpoints(parts), { authenticate });
}

const HTML = rawReply("text/html; charset=utf-8");
const Status = Type.Object({ status: Type.String() });
const Ready = Type.Object({ status: Type.String(), checks: Type.Record(Type.String(), Type.String()) });

/** The version of the hub's package. */
export function hubVersion(): string {
	const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
		version: string;
	};
	return manifest.version;
}

/** The operator's surface as endpoints; it describes `parts.endpoints` and itself. */
function operatorEndpoints(parts: OperatorParts): Endpoint[] {
	const { metrics, public_url } = parts;
	const version = parts.version ?? hubVersion();
	const readiness = createReadiness(parts.checks);
	const style = readFileSync(new URL("./pages/page.css", import.meta.url));
	const describe = once(() => describeApi({ endpoints: described(), public_url, version }));
	const described = () => [...parts.endpoints, ...own.filter(({ path }) => path !== STYLE_PATH)];
	const openapi = once(() => JSON.stringify(describe()));
	const docs = once(() => renderDocs({ api: describe(), version, public_url }));
	const common = { method: "GET", auth: "none", errors: [] } as const;

	const own: Endpoint[] = [
		endpoint({
			...common,
			path: "/livez",
			summary: "Whether the process is alive",
			replies: { 200: Status },
			handler: async () => ({ status: 200, body: { status: "alive" } }),
		}),
		endpoint({
			...common,
			path: "/readyz",
			summary: "Whether this hub takes work",
			description: "False from the first moment of a stop on, so that a balancer sends nothing more.",
			replies: { 200: Ready },
			errors: ["unavailable"],
			handler: async () => {
				const { is_ready, checks } = await readiness();
				if (is_ready) {
					return {
						status: 200,
						body: { status: "ready", checks: Object.fromEntries(checks.map(({ name }) => [name, "ok"])) },
					};
				}
				const not_ready = checks.filter(({ is_ok }) => !is_ok).map(({ name, detail }) => `${name} (${detail})`);
				throw new HubError("unavailable", { detail: `Not ready: ${not_ready.join(", ")}.`, retry_after_s: 1 });
			},
		}),
		endpoint({
			...common,
			path: "/metrics",
			summary: "Figures for Prometheus",
			replies: { 200: rawReply("text/plain; version=0.0.4; charset=utf-8") },
			handler: async () => ({ status: 200, body: (await metrics.expose()).text }),
		}),
		endpoint({
			...common,
			path: "/openapi.json",
			summary: "This description",
			replies: { 200: rawReply("application/json; charset=utf-8") },
			handler: async () => ({ status: 200, body: openapi() }),
		}),
		endpoint({
			...common,
			path: "/docs",
			summary: "This description as a page",
			replies: { 200: HTML },
			handler: async () => ({ status: 200, body: docs(), headers: PAGE_HEADERS }),
		}),
		endpoint({
			...common,
			path: STYLE_PATH,
			summary: "The style sheet of the hub's pages",
			replies: { 200: rawReply("text/css; charset=utf-8") },
			handler: async () => ({ status: 200, body: style, headers: { "cache-control": "no-cache" } }),
		}),
		endpoint({
			...common,
			path: "/",
			summary: "What this is and how it is doing",
			replies: { 200: HTML },
			handler: async () => ({
				status: 200,
				body: renderLanding({ version, public_url, readiness: await readiness(), links: parts.links?.() ?? [] }),
				headers: PAGE_HEADERS,
			}),
		}),
	];
	return own.filter(({ path }) => path !== "/" || parts.has_front_page !== true);
}

function once<T>(make: () => T): () => T {
	let made: { value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}
