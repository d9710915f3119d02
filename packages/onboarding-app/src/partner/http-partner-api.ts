import { type OrgLocation, PARTNER_ENDPOINTS, type PartnerAddress, type PartnerLocation } from "@ticketrail/contract";
import type { HubConnection } from "./hub-connection.ts";
import type { Pair, PartnerApi, RowOutcome, Started } from "./partner-api.ts";
import { PartnerFailure } from "./partner-failure.ts";

type Operation = (typeof PARTNER_ENDPOINTS)[number]["operation"];

/**
 * The Partner API over HTTP, against any hub that speaks the contract: it sends the contract's fields alone, and reads no more from
 * an answer than the contract promises (contract.md A.4; F.1).
 */
export function createHttpPartnerApi(hub: HubConnection): PartnerApi {
	return {
		async createOrg({ name, provider_id, user }) {
			const reply = await call(hub, "createOrg", { body: { name, provider_id, ...(user && { user }) } });
			return { org_id: required(reply.org_id, "org_id") };
		},
		async createIntegration({ org_id, source, type, return_url }) {
			const body = { org_id, source, type, ...(return_url && { return_url }) };
			return readStarted(await call(hub, "createIntegration", { body }));
		},
		async completeIntegration(onboarding_id, code) {
			const reply = await call(hub, "completeIntegration", { params: { onboarding_id }, body: { code } });
			return readStarted(reply, onboarding_id);
		},
		async listLocations(onboarding_id) {
			const reply = await call(hub, "listLocations", { query: { onboarding_id } });
			return rows(reply.locations).flatMap(readLocation);
		},
		async ingestLocations(onboarding_id, provider_ids) {
			const locations = provider_ids.map((provider_id) => ({ provider_id }));
			const reply = await call(hub, "ingestLocations", { body: { onboarding_id, locations } });
			return rows(reply.locations).map((row) => readOutcome(row, "provider_id"));
		},
		async bindLocations(onboarding_id, pairs) {
			const post = async (locations: object[]) => {
				const reply = await call(hub, "bindLocations", { body: { onboarding_id, locations } });
				return rows(reply.locations).map((row) => readOutcome(row, "dsp_provider_id"));
			};
			const plain = pairs.map(({ pos_location_id, dsp_provider_id, dsp_store_name }) => ({
				...{ pos_location_id, dsp_provider_id, dsp_store_name },
			}));
			if (!pairs.some(({ reason, brand_name }) => reason || brand_name)) return post(plain);
			try {
				return await post(pairs.map(withAnswers));
			} catch (error) {
				// a hub that refuses fields it does not know; what the person typed stays in this app's own log
				if (!(error instanceof PartnerFailure) || error.status !== 400) throw error;
				return post(plain);
			}
		},
		async orgLocations(org_id) {
			const reply = await call(hub, "orgLocations", { params: { org_id } });
			return rows(reply.locations).flatMap(readOrgLocation);
		},
	};
}

function withAnswers({ reason, brand_name, ...pair }: Pair): object {
	return { ...pair, ...(reason && { reason }), ...(brand_name && { brand_name }) };
}

function call(
	hub: HubConnection,
	operation: Operation,
	parts: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown },
): Promise<Record<string, unknown>> {
	const endpoint = PARTNER_ENDPOINTS.find((one) => one.operation === operation);
	if (!endpoint) throw new TypeError(`the contract has no ${operation}`);
	const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
		encodeURIComponent(parts.params?.[name] ?? ""),
	);
	const query = parts.query ? `?${new URLSearchParams(parts.query)}` : "";
	return hub.call(endpoint.method, `${path}${query}`, parts.body);
}

function readStarted(reply: Record<string, unknown>, known_id?: string): Started {
	const fields = record(reply.onboarding);
	const entry_url = text(fields.entry_url);
	return {
		_id: known_id ?? required(fields._id, "onboarding._id"),
		status: text(fields.status) ?? "pending",
		...(entry_url !== undefined && isWebAddress(entry_url) && { entry_url }),
	};
}

/** A browser is sent there, so it must be an address of the web and nothing that runs. */
function isWebAddress(url: string): boolean {
	return URL.canParse(url) && ["https:", "http:"].includes(new URL(url).protocol);
}

function readLocation(row: Record<string, unknown>): PartnerLocation[] {
	const provider_id = text(row.provider_id);
	if (provider_id === undefined) return [];
	return [
		{
			provider_id,
			name: text(row.name) ?? provider_id,
			address: readAddress(row.address),
			source: text(row.source) ?? "",
		},
	];
}

function readOrgLocation(row: Record<string, unknown>): OrgLocation[] {
	const _id = text(row._id);
	if (_id === undefined) return [];
	const provider_id = text(row.provider_id);
	const dsps = rows(row.dsps).map((dsp) => {
		const [dsp_provider_id, dsp_store_name] = [text(dsp.dsp_provider_id), text(dsp.dsp_store_name)];
		const source = text(dsp.source) ?? text(dsp.name) ?? "";
		return {
			...{ source, name: text(dsp.name) ?? source, status: text(dsp.status) ?? "" },
			...(dsp_provider_id && { dsp_provider_id }),
			...(dsp_store_name && { dsp_store_name }),
		};
	});
	return [
		{
			...{ _id, dsps, name: text(row.name) ?? _id, source: text(row.source) ?? "", status: text(row.status) ?? "" },
			address: readAddress(row.address),
			...(provider_id && { provider_id }),
		},
	];
}

function readOutcome(row: Record<string, unknown>, id: string): RowOutcome {
	const error = record(row.error);
	const code = text(error.code);
	return {
		...{ provider_id: text(row[id]) ?? "", _id: text(row._id), status: text(row.status) },
		...(code && { error: { code, detail: text(error.detail) ?? code } }),
		...(typeof row.catalog_objects === "number" && { catalog_objects: row.catalog_objects }),
	};
}

/** Both spellings of an address are understood; what is missing is empty. */
function readAddress(value: unknown): PartnerAddress {
	const fields = record(value);
	const address_line_2 = text(fields.address_line_2);
	return {
		address_line_1: text(fields.address_line_1) ?? "",
		...(address_line_2 && { address_line_2 }),
		postal_code: text(fields.postal_code) ?? "",
		locality: text(fields.locality) ?? text(fields.city) ?? "",
		administrative_district_level_1: text(fields.administrative_district_level_1) ?? text(fields.state) ?? "",
		country: text(fields.country) ?? "",
	};
}

function required(value: unknown, name: string): string {
	const found = text(value);
	if (found === undefined) throw new PartnerFailure(502, "reply_incomplete", `The hub's answer has no ${name}.`);
	return found;
}

function text(value: unknown): string | undefined {
	if (typeof value === "number") return String(value);
	return typeof value === "string" && value !== "" ? value : undefined;
}

function record(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function rows(value: unknown): Record<string, unknown>[] {
	return Array.isArray(value) ? value.map(record) : [];
}
