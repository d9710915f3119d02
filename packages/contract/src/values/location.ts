/** Whether a location takes orders, as its POS says, contract.md B.7. */
export const POS_LOCATION_STATUSES = ["active", "inactive"] as const;
export type PosLocationStatus = (typeof POS_LOCATION_STATUSES)[number];

/** Whether a store takes orders, as its DSP says, contract.md C.5.3. */
export const DSP_STORE_STATUSES = ["online", "paused"] as const;
export type DspStoreStatus = (typeof DSP_STORE_STATUSES)[number];

/** Whether a POS location is linked to the hub, contract.md B.3. */
export const CONNECTION_STATUSES = ["connected", "disconnected"] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];
