import type { ProviderOffers } from "@ticketrail/contract";
import type { Provider } from "../../clients/provider.ts";

/** The POS and DSP systems that can be connected, by name: nothing of them but what a merchant may know. */
export async function listProviderOffers(parts: { listProviders(): Promise<Provider[]> }): Promise<ProviderOffers> {
	const providers = await parts.listProviders();
	return {
		providers: providers
			.map(({ slug, name, type, auth }) => ({ slug, name, type, auth }))
			.sort((a, b) => a.name.localeCompare(b.name, "en") || (a.slug < b.slug ? -1 : 1)),
	};
}
