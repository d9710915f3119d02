import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { HubError } from "../../base/error.ts";
import type { Packed } from "../../base/packed.ts";
import type { Console } from "../../features/console/index.ts";
import type { Locations } from "../../features/locations/index.ts";
import { type Call, type Endpoint, type Visit, WrittenReply } from "../endpoint.ts";
import { takesGzip } from "../gzip.ts";
import { consoleEndpoint } from "./console-endpoint.ts";
import { actorOf, orgOf } from "./orgs.ts";

/** What binding asks. */
export interface ConsoleBindParts {
	console: Console;
	locations: Pick<Locations, "endLink" | "pauseLink" | "resumeLink">;
}

const BIND_ERRORS = [
	"org_not_found",
	"onboarding_not_found",
	"wrong_integration_type",
	"onboarding_not_active",
	"version_mismatch",
	"version_required",
] as const;

/** DSP Bind and its links (product.md 4.5). */
export function consoleBind({ console, locations }: ConsoleBindParts): Endpoint[] {
	const keyOf = (visit: Visit, { integration_id }: { integration_id: string }) => {
		const { org_id, name } = orgOf(visit);
		return { org_id, org_name: name, integration_id, actor: actorOf(visit) };
	};
	return [
		consoleEndpoint("consoleBind", BIND_ERRORS, async ({ visit, params, query, headers }) => {
			const { version, proposal } = await console.proposeBind(keyOf(visit, params), query.refresh === "true");
			const etag = `"${version}"`;
			if (!("gzipped" in proposal)) return { body: proposal, headers: { etag } };
			return packedReply(proposal, headers, { etag });
		}),
		consoleEndpoint("consoleBindDraft", BIND_ERRORS, async ({ visit, params, body, headers }) => {
			const saved = await console.saveDraft(keyOf(visit, params), body.decisions, ifMatch(headers));
			return { body: saved, headers: { etag: `"${saved.version}"` } };
		}),
		consoleEndpoint("consoleBindReview", BIND_ERRORS, async ({ visit, params, body, headers }) => {
			const review = await console.reviewBind(keyOf(visit, params), body.decisions, ifMatch(headers));
			return { body: review, headers: { etag: `"${review.version}"` } };
		}),
		consoleEndpoint(
			"consoleBindConfirm",
			[...BIND_ERRORS, "idempotency_mismatch"],
			async ({ visit, params, body, headers }) => {
				const idempotency_key = headers["idempotency-key"];
				if (typeof idempotency_key !== "string" || !/^[\x21-\x7e]{8,255}$/.test(idempotency_key))
					throw new HubError("invalid_field", {
						...{ param: "Idempotency-Key", detail: "Idempotency-Key has 8 to 255 visible characters." },
					});
				const how = { if_match: ifMatch(headers), idempotency_key };
				return { body: await console.confirmBind(keyOf(visit, params), body.decisions, how) };
			},
		),
		consoleEndpoint("consoleBindUndo", ["org_not_found", "bind_not_found", "undo_over"], async ({ visit, params }) => ({
			body: await console.undoBind(keyOf(visit, params), params.bind_id),
		})),
		consoleEndpoint("consoleLink", ["org_not_found", "link_not_found"], async ({ params }) => ({
			body: await console.linkDetail(params),
		})),
		consoleEndpoint("consoleUnlink", ["org_not_found", "link_not_found"], async ({ visit, params }) => {
			await locations.endLink(actorOf(visit), params);
			return { body: await console.linkDetail(params) };
		}),
		consoleEndpoint("consolePauseLink", ["org_not_found", "link_not_found"], async ({ visit, params, body }) => {
			await locations.pauseLink(actorOf(visit), params, body.until_ms);
			return { body: await console.linkDetail(params) };
		}),
		consoleEndpoint("consoleResumeLink", ["org_not_found", "link_not_found"], async ({ visit, params }) => {
			await locations.resumeLink(actorOf(visit), params);
			return { body: await console.linkDetail(params) };
		}),
		consoleEndpoint("consoleConfirmArrival", ["org_not_found", "link_not_found"], async ({ visit, params }) => ({
			body: await console.confirmArrival(params, visit.visitor.actor),
		})),
		consoleEndpoint(
			"consoleTestOrder",
			["org_not_found", "link_not_found", "catalog_not_synced", "onboarding_not_active"],
			async ({ visit, params }) => ({ body: await console.testOrder(params, visit.visitor.actor) }),
		),
	];
}

const unpack = promisify(gunzip);

/** What is packed already, as the caller reads it. */
async function packedReply({ gzipped }: Packed, asked: Call["headers"], headers: Record<string, string>) {
	const vary = { vary: "accept-encoding" };
	if (takesGzip(asked["accept-encoding"]))
		return { body: new WrittenReply(gzipped), headers: { ...headers, ...vary, "content-encoding": "gzip" } };
	return { body: new WrittenReply(await unpack(gzipped)), headers: { ...headers, ...vary } };
}

function ifMatch(headers: Call["headers"]): string {
	const value = headers["if-match"];
	if (typeof value !== "string" || value === "") throw new HubError("version_required");
	return value;
}
