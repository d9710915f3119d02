import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readSettings, SettingsProblem } from "./server/settings.ts";
import { startApp } from "./server/start-app.ts";

/** The stand-alone onboarding app: stdout carries its address as one line of JSON, stderr the talk. */
try {
	const settings = readSettings(process.env);
	const app = await startApp(settings, {
		...{ fetch, now: Date.now, random: randomBytes },
		pages: fileURLToPath(new URL("../dist", import.meta.url)),
		note: (event, detail) => process.stderr.write(`${JSON.stringify({ at: Date.now(), event, ...detail })}\n`),
	});
	process.stdout.write(`${JSON.stringify({ url: app.url })}\n`);
	process.stderr.write(`Onboarding app on ${app.url} for the hub at ${settings.api_url}\n`);
	// whoever started this as a child is gone when the channel is
	await Promise.race([
		once(process, "SIGTERM"),
		once(process, "SIGINT"),
		...(process.channel ? [once(process, "disconnect")] : []),
	]);
	await app.stop();
	process.exit(0);
} catch (error) {
	const lines =
		error instanceof SettingsProblem ? error.lines : [error instanceof Error ? error.message : String(error)];
	process.stderr.write(`${lines.join("\n")}\n`);
	process.exit(3);
}
