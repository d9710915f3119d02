import { Type } from "typebox";
import type { Endpoint } from "../endpoint.ts";
import { Id } from "../fields.ts";
import { Theme } from "./session.ts";
import {
	NewKeyReply,
	NewKeyRequest,
	NewOperatorReply,
	NewOperatorRequest,
	NewPartnerRequest,
	NewProviderReply,
	NewProviderRequest,
	RotateSecretReply,
	RotateSecretRequest,
	Settings,
} from "./settings.ts";
import { SystemState } from "./system.ts";

const ours = { server: "hub", auth: "console", section: "ours" } as const;
const change = { ...ours, permission: "settings.write" } as const;
const partner = Type.Object({ partner_id: Id });

/** The installation: its state and its settings, for operators. */
export const SETTINGS_ENDPOINTS = [
	{
		operation: "consoleSystem",
		method: "GET",
		path: "/console/system",
		...ours,
		permission: "system.read",
		summary: "Version, database, migrations, queues, latency, errors, disk",
		replies: { 200: SystemState },
	},
	{
		operation: "consoleSettings",
		method: "GET",
		path: "/console/settings",
		...ours,
		permission: "settings.read",
		summary: "Partners with their keys, providers with their secrets' ends, operators",
		replies: { 200: Settings },
	},
	{
		operation: "consoleCreatePartner",
		method: "POST",
		path: "/console/settings/partners",
		...change,
		summary: "Register a partner with its first key",
		request: NewPartnerRequest,
		replies: { 201: NewKeyReply },
	},
	{
		operation: "consoleCreateKey",
		method: "POST",
		path: "/console/settings/partners/{partner_id}/keys",
		...change,
		summary: "Make another key for a partner; its secret is shown this once",
		params: partner,
		request: NewKeyRequest,
		replies: { 201: NewKeyReply },
	},
	{
		operation: "consoleRevokeKey",
		method: "DELETE",
		path: "/console/settings/partners/{partner_id}/keys/{client_id}",
		...change,
		summary: "Put a key and its tokens out of use",
		params: Type.Object({ partner_id: Id, client_id: Id }),
		replies: { 204: undefined },
	},
	{
		operation: "consoleSetTheme",
		method: "PUT",
		path: "/console/settings/partners/{partner_id}/theme",
		...change,
		summary: "How the console looks for this partner's merchants",
		params: partner,
		request: Theme,
		replies: { 200: Theme },
	},
	{
		operation: "consoleCreateProvider",
		method: "POST",
		path: "/console/settings/providers",
		...change,
		summary: "Register a POS or DSP",
		request: NewProviderRequest,
		replies: { 201: NewProviderReply },
	},
	{
		operation: "consoleRotateSecret",
		method: "POST",
		path: "/console/settings/providers/{slug}/webhook-secrets",
		...change,
		summary: "Bring in the next webhook secret; the old one keeps signing until it is ended",
		params: Type.Object({ slug: Id }),
		request: RotateSecretRequest,
		replies: { 201: RotateSecretReply },
	},
	{
		operation: "consoleEndSecrets",
		method: "DELETE",
		path: "/console/settings/providers/{slug}/webhook-secrets",
		...change,
		summary: "End every webhook secret but the newest",
		params: Type.Object({ slug: Id }),
		replies: { 200: RotateSecretReply },
	},
	{
		operation: "consoleCreateOperator",
		method: "POST",
		path: "/console/settings/operators",
		...change,
		summary: "Add somebody of the staff, or give a known one a new sign-in link",
		request: NewOperatorRequest,
		replies: { 201: NewOperatorReply },
	},
	{
		operation: "consoleRemoveOperator",
		method: "DELETE",
		path: "/console/settings/operators/{operator_id}",
		...change,
		summary: "Take an operator's access away, sessions included; the last one stays",
		params: Type.Object({ operator_id: Id }),
		replies: { 204: undefined },
	},
] as const satisfies readonly Endpoint[];
