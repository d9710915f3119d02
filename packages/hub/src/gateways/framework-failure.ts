import type { FastifyRequest } from "fastify";
import { HubError } from "../base/error.ts";

/** Turns what the framework throws into one of our errors; everything else comes back as it is. */
export function frameworkFailure(thrown: unknown, request: FastifyRequest): unknown {
	if (thrown instanceof HubError || !(thrown instanceof Error)) return thrown;
	switch ((thrown as NodeJS.ErrnoException).code) {
		case "FST_ERR_CTP_BODY_TOO_LARGE":
			return new HubError("payload_too_large", {
				detail: `This endpoint takes at most ${request.routeOptions.bodyLimit} bytes.`,
			});
		case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
			return new HubError("malformed_request", { detail: "The body is not as long as Content-Length says." });
		case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
			return new HubError("unsupported_media_type", { detail: "Content-Type is not valid." });
		case "FST_ERR_BAD_URL":
			return new HubError("malformed_request", { detail: "The path is not a valid URL path." });
		case "FST_ERR_MAX_PARAM_LENGTH":
			return new HubError("route_not_found", { detail: "A part of the path is too long." });
		default:
			return thrown;
	}
}
