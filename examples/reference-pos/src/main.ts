import { readSettings } from "./settings.ts";
import { startReferencePos } from "./start.ts";

const settings = readSettings(process.env, process.argv.slice(2));
if (!settings.ok) {
	for (const problem of settings.problems) console.error(problem);
	process.exit(3);
}
const pos = await startReferencePos(settings.options);
console.log(JSON.stringify({ ready: true, url: pos.url }));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
	process.once(signal, () => {
		void pos.stop().then(() => process.exit(0));
	});
}

// Started by another program with a channel to it: when that one is gone, nobody needs this one.
process.once("disconnect", () => process.exit(0));
