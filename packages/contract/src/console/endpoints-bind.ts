import { Type } from "typebox";
import type { Endpoint } from "../endpoint.ts";
import { Id } from "../fields.ts";
import { BindDecisions, BindDraftSaved, BindProposal, BindResult, BindReview, BindUndone } from "./bind.ts";
import { LinkDetail, PauseLinkRequest, TestOrderReply } from "./link.ts";

const ours = { server: "hub", auth: "console", section: "ours" } as const;
const dsp = Type.Object({ org_id: Id, integration_id: Id });
const link = Type.Object({ org_id: Id, link_id: Id });
const bind = "/console/orgs/{org_id}/integrations/{integration_id}/bind";
const ifMatch = Type.Object({
	"If-Match": Type.String({ description: "The version; 412 when anything changed since" }),
});

/** Linking DSP stores with locations (product.md 4.5), and what is done with a link. */
export const BIND_ENDPOINTS = [
	{
		operation: "consoleBind",
		method: "GET",
		path: bind,
		...ours,
		permission: "org.read",
		summary: "A DSP's stores with candidate locations, facts and reasons; nothing is decided",
		params: dsp,
		query: Type.Object({ refresh: Type.Optional(Type.Literal("true")) }),
		replies: { 200: BindProposal },
	},
	{
		operation: "consoleBindDraft",
		method: "PUT",
		path: `${bind}/draft`,
		...ours,
		permission: "link.write",
		summary: "Keep undone work; If-Match is the draft's version, 0 for the first",
		params: dsp,
		headers: ifMatch,
		request: BindDecisions,
		replies: { 200: BindDraftSaved },
	},
	{
		operation: "consoleBindReview",
		method: "POST",
		path: `${bind}/review`,
		...ours,
		permission: "link.write",
		summary: "What confirming would do, pair by pair; nothing is saved",
		params: dsp,
		headers: ifMatch,
		request: BindDecisions,
		replies: { 200: BindReview },
	},
	{
		operation: "consoleBindConfirm",
		method: "POST",
		path: `${bind}/confirm`,
		...ours,
		permission: "link.write",
		summary: "Link the reviewed pairs; each row has its own result. Idempotency-Key makes a repetition harmless",
		params: dsp,
		headers: Type.Object({
			"If-Match": Type.String(),
			"Idempotency-Key": Type.String({ minLength: 8, maxLength: 255 }),
		}),
		request: BindDecisions,
		replies: { 200: BindResult },
	},
	{
		operation: "consoleBindUndo",
		method: "POST",
		path: `${bind}/{bind_id}/undo`,
		...ours,
		permission: "link.write",
		summary: "Take the links of a confirmation back, within 10 minutes, where no order has flowed",
		params: Type.Object({ org_id: Id, integration_id: Id, bind_id: Id }),
		replies: { 200: BindUndone },
	},
	{
		operation: "consoleLink",
		method: "GET",
		path: "/console/orgs/{org_id}/links/{link_id}",
		...ours,
		permission: "org.read",
		summary: "One link: facts side by side, by whom and when, history, last orders and calls",
		params: link,
		replies: { 200: LinkDetail },
	},
	{
		operation: "consoleUnlink",
		method: "DELETE",
		path: "/console/orgs/{org_id}/links/{link_id}",
		...ours,
		permission: "link.write",
		summary: "End a link: no order comes through it any more, the store is free",
		params: link,
		replies: { 200: LinkDetail },
	},
	{
		operation: "consolePauseLink",
		method: "POST",
		path: "/console/orgs/{org_id}/links/{link_id}/pause",
		...ours,
		permission: "link.write",
		summary: "Close the store of a link at its DSP, until it is resumed or until a moment",
		params: link,
		request: PauseLinkRequest,
		replies: { 200: LinkDetail },
	},
	{
		operation: "consoleResumeLink",
		method: "POST",
		path: "/console/orgs/{org_id}/links/{link_id}/resume",
		...ours,
		permission: "link.write",
		summary: "End the pause of a link; closed_by says what keeps its store closed still",
		params: link,
		replies: { 200: LinkDetail },
	},
	{
		operation: "consoleConfirmArrival",
		method: "POST",
		path: "/console/orgs/{org_id}/links/{link_id}/arrived",
		...ours,
		permission: "link.test",
		summary: "Tick that an order arrived at the right store",
		params: link,
		replies: { 200: LinkDetail },
	},
	{
		operation: "consoleTestOrder",
		method: "POST",
		path: "/console/orgs/{org_id}/links/{link_id}/test-order",
		...ours,
		permission: "link.test",
		summary: "Send a visibly marked test order through this link to the POS; the DSP hears nothing",
		params: link,
		replies: { 201: TestOrderReply },
	},
] as const satisfies readonly Endpoint[];
