import { DEFAULT_SETTINGS, type Provider, type ProviderSettings } from "./provider.ts";

/** A POS for tests, with what the test changes. */
export function testProvider(
	change: Partial<Omit<Provider, "settings">> & { settings?: Partial<ProviderSettings> } = {},
): Provider {
	return {
		slug: change.type === "dsp" ? "test-dsp" : "test-pos",
		provider_id: "0199c2f0-0000-7000-8000-000000000001",
		type: "pos",
		name: change.type === "dsp" ? "Test DSP" : "Test POS",
		base_url: "https://pos.example.test",
		paths: {},
		auth: "oauth",
		client_id: "the-client-id",
		client_secret: "the-client-secret",
		webhook_secrets: ["the-webhook-secret"],
		paused_at: null,
		...change,
		settings: { ...DEFAULT_SETTINGS, ...change.settings },
	};
}
