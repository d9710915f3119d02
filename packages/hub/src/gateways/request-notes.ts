import type { FastifyRequest } from "fastify";
import type { NotedRequest } from "../features/request-log/index.ts";

declare module "fastify" {
	interface FastifyRequest {
		/** What became known of a request on its way; see `noteOf`. */
		about?: { org_id?: string; code?: string };
	}
}

const SURFACES: readonly [prefix: string, surface: string][] = [
	["/order/", "order"],
	["/pos/", "pos_webhook"],
	["/onboarding/", "partner"],
	["/white-label/", "partner"],
	["/redirect/", "partner"],
	["/oauth/", "oauth"],
	["/events/", "event_webhook"],
	["/menus/", "menu_file"],
	["/console/", "console"],
];
const SAFE: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/**
 * A request as the log keeps it; undefined for one that is not worth a line: health, pages, and what the console itself reads.
 * Its organisation is known only where the hub found it to be the caller's, so that nobody writes into another's log.
 */
export function noteOf(request: FastifyRequest, route: string, status: number, ms: number): NotedRequest | undefined {
	const surface = SURFACES.find(([prefix]) => route.startsWith(prefix))?.[1];
	if (surface === undefined || (surface === "console" && SAFE.includes(request.method))) return undefined;
	const params = request.params as Record<string, unknown>;
	const source = params.provider_slug ?? params.partner_slug;
	return {
		...{ surface, method: request.method, route, status },
		code: request.about?.code ?? null,
		ms: Math.round(ms * 10) / 10,
		request_id: request.id,
		org_id: (status < 400 || surface === "console" ? request.about?.org_id : undefined) ?? null,
		source: typeof source === "string" && status < 400 ? source.slice(0, 63) : null,
	};
}
