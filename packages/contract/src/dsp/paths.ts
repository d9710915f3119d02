/** Default paths of a DSP under its base URL, contract.md C.1; each can be set per provider. */
export const DSP_PATHS = {
	authorize: "/stream-dsp/v1/authorize",
	token: "/stream-dsp/v1/token",
	locations: "/stream-dsp/v1/locations",
	connection: "/stream-dsp/v1/locations/connection",
	event: "/stream-dsp/v1/event",
} as const;
export type DspPath = keyof typeof DSP_PATHS;
