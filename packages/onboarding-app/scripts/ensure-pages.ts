import { join } from "node:path";
import { ensurePages } from "@ticketrail/console/build";

/** Builds the onboarding pages into `dist` unless what is there was made from these very sources, the console's screens among them. */
export async function ensureOnboardingPages(say: (line: string) => void): Promise<void> {
	await ensurePages(
		{
			name: "the onboarding pages",
			home: join(import.meta.dirname, ".."),
			sources: ["src/web", "public", "index.html", "vite.config.ts", "package.json", "../console/src"],
		},
		say,
	);
}
