import { type Static, Type } from "typebox";

const Phone = Type.Object({ number: Type.Optional(Type.String()), code: Type.Optional(Type.String()) });

const vehicle = {
	make: Type.Optional(Type.String()),
	model: Type.Optional(Type.String()),
	color: Type.Optional(Type.String()),
	license_plate: Type.Optional(Type.String()),
};

/** The courier as a DSP or event partner reports it, contract.md C.5.4. */
export const DriverDetails = Type.Object(
	{
		name: Type.String(),
		source: Type.String(),
		phone: Phone,
		vehicle_info: Type.Object({ ...vehicle, is_autonomous: Type.Optional(Type.Boolean()) }),
		handoff_instructions: Type.Optional(Type.String()),
		passcode: Type.Optional(Type.String({ description: "Authorizes the driver or robot" })),
		picture_url: Type.Optional(Type.String()),
	},
	{ title: "DriverDetails" },
);
export type DriverDetails = Static<typeof DriverDetails>;

/** The courier as a POS gets it: every part optional, contract.md B.5.4. Also what we accept from a lenient sender. */
export const PosDriverDetails = Type.Partial(DriverDetails, { title: "PosDriverDetails" });
export type PosDriverDetails = Static<typeof PosDriverDetails>;
