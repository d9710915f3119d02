import { compile } from "@ticketrail/contract";
import { Type } from "typebox";
import { readFields } from "../door/door-calls.ts";
import type { PartnerApi } from "../partner/partner-api.ts";
import type { AppSession } from "./sessions.ts";

const text = Type.String({ minLength: 1, maxLength: 255 });
const optional = Type.Optional(Type.String({ maxLength: 255 }));
const checkOrg = compile(
	Type.Object({
		name: text,
		provider_id: text,
		email: Type.Optional(Type.String({ maxLength: 320 })),
		first_name: optional,
		last_name: optional,
	}),
);
const checkOffer = compile(
	Type.Object({
		slug: Type.String({ minLength: 1, maxLength: 100, pattern: "^\\S+$" }),
		name: optional,
		type: Type.Union([Type.Literal("pos"), Type.Literal("dsp")]),
	}),
);

/** Begin with a merchant, or go on with one: the same id of the partner's gives the same organisation (contract.md A.4.1). */
export async function startOrg(api: PartnerApi, session: AppSession, body: unknown): Promise<{ org_id: string }> {
	const { name, provider_id, email, first_name, last_name } = readFields(checkOrg, body);
	const user = { ...(email && { email }), ...(first_name && { first_name }), ...(last_name && { last_name }) };
	const { org_id } = await api.createOrg({ name, provider_id, user });
	session.book.keepOrg({ org_id, name, provider_id });
	return { org_id };
}

/** Offer one more system: no call of the contract lists them, so a person may name one by its slug. */
export async function addOffer(session: AppSession, body: unknown): Promise<object> {
	const { slug, name, type } = readFields(checkOffer, body);
	session.book.keepOffer({ slug, name: name || slug, type, auth: "oauth" });
	return { offers: await session.book.offers() };
}

/** What this browser has opened. */
export async function showSession(session: AppSession): Promise<object> {
	return { orgs: session.book.orgs(), offers: await session.book.offers() };
}
