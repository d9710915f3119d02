/** Default paths of a POS under its base URL, contract.md B.0; each can be set per provider. */
export const POS_PATHS = {
	authorize: "/stream-pos/v1/authorize",
	token: "/stream-pos/v1/token",
	locations: "/stream-pos/v1/locations",
	catalog: "/stream-pos/v1/catalog",
	orders: "/stream-pos/v1/orders",
	connection: "/stream-pos/v1/locations/connection",
} as const;
export type PosPath = keyof typeof POS_PATHS;
