import { configDefaults, defineConfig } from "vitest/config";

/** Long ones that end processes and databases under load: `npm run test:faults`, and by name with TICKETRAIL_FAULTS=all. */
const WHOLE_ONLY = [
	"test/faults/{two-processes,delivery-one-process,delivery-two-processes,deadly-orders}.test.ts",
	"test/e2e/{pos-down,refresh-storm,failover}.test.ts",
	"chaos/src/campaign.test.ts",
];

/** One project: unit tests sit beside the code, suites over real sockets in test/e2e, the table of faults in test/faults. */
export default defineConfig({
	test: {
		exclude: [...configDefaults.exclude, ...(process.env.TICKETRAIL_FAULTS === "all" ? [] : WHOLE_ONLY)],
		include: [
			"packages/**/*.test.ts",
			"examples/**/*.test.ts",
			"scripts/**/*.test.ts",
			"bench/**/*.test.ts",
			"chaos/**/*.test.ts",
			"test/e2e/**/*.test.ts",
			"test/faults/**/*.test.ts",
		],
		globalSetup: [
			"packages/console/test-setup.ts",
			"packages/onboarding-app/test-setup.ts",
			"packages/hub/test-setup.ts",
		],
		// no measure of anything: only what hangs runs into them, on the slowest machine too
		testTimeout: 240_000,
		hookTimeout: 240_000,
		maxWorkers: 2,
	},
});
