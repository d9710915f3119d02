/** Signatures to check an implementation with, contract.md I.1: the same meaning in other bytes signs differently. */
export const SIGNATURE_VECTORS = [
	{
		secret: "test-secret-1",
		raw_body: '{"type": "location.catalog.updated", "object": {"location_id": "pos-loc-7"}}',
		signature: "da4641239694ee6f7c5b22f1391b32df240b16be905f76b28d7d0e4a2822366f",
	},
	{
		secret: "test-secret-1",
		raw_body: '{"type":"location.catalog.updated","object":{"location_id":"pos-loc-7"}}',
		signature: "3cd8aeb806eb14da2f40c462b48bd33ec79155a17b8e6aba4307c33f3bfcacc9",
	},
] as const;
