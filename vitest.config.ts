import { defineConfig } from "vitest/config";

/** One project: unit tests sit beside the code, suites over real sockets in test/e2e, the table of faults in test/faults. */
export default defineConfig({
	test: {
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
		testTimeout: 60_000,
		hookTimeout: 60_000,
		maxWorkers: 2,
	},
});
