import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";

/** An address as the Partner API spells it (`locality`, not `city`), contract.md A.4.4. */
export const PartnerAddress = Type.Object(
	{
		address_line_1: Type.String(),
		address_line_2: Type.Optional(Type.String()),
		postal_code: Type.String(),
		locality: Type.String({ description: "City" }),
		administrative_district_level_1: Type.String({ description: "State or province" }),
		country: Type.String(),
	},
	{ title: "PartnerAddress" },
);
export type PartnerAddress = Static<typeof PartnerAddress>;

/** A location as the POS or DSP lists it, contract.md A.4.4. */
export const PartnerLocation = Type.Object(
	{ provider_id: Id, name: Type.String(), address: PartnerAddress, source: Id },
	{ title: "PartnerLocation" },
);
export type PartnerLocation = Static<typeof PartnerLocation>;

/** Answer of `GET /onboarding/locations`: all of them, no paging, contract.md A.4.4. */
export const ListLocationsReply = Type.Object(
	{ locations: Type.Array(PartnerLocation) },
	{ title: "ListLocationsReply" },
);
export type ListLocationsReply = Static<typeof ListLocationsReply>;

/** A DSP store linked to a location; its `status` is upper case, contract.md A.4.8. */
export const OrgLocationDsp = Type.Object(
	{
		name: Type.String(),
		source: Id,
		status: Type.String({ examples: ["APPROVED"] }),
		dsp_provider_id: Type.Optional(Id),
		dsp_store_name: Type.Optional(Type.String()),
		menu_ids: Type.Optional(
			Type.Array(Id, { description: "Ours: the POS's menus that the store shows; missing = all, contract.md A.4.7" }),
		),
	},
	{ title: "OrgLocationDsp" },
);
export type OrgLocationDsp = Static<typeof OrgLocationDsp>;

/** A location of an organisation with its DSP stores; its `status` is lower case, contract.md A.4.8. */
export const OrgLocation = Type.Object(
	{
		_id: Id,
		name: Type.String(),
		source: Id,
		status: Type.String({ examples: ["active"] }),
		address: PartnerAddress,
		dsps: Type.Array(OrgLocationDsp),
		provider_id: Type.Optional(Id),
	},
	{ title: "OrgLocation" },
);
export type OrgLocation = Static<typeof OrgLocation>;

/** Answer of `GET /onboarding/org/{id}/locations`, contract.md A.4.8. */
export const OrgLocationsReply = Type.Object({ locations: Type.Array(OrgLocation) }, { title: "OrgLocationsReply" });
export type OrgLocationsReply = Static<typeof OrgLocationsReply>;
