import { readSettings } from "./settings.ts";
import { startReferenceDsp } from "./start.ts";

const settings = readSettings(process.env, process.argv.slice(2));
if (!settings.ok) {
	for (const problem of settings.problems) console.error(problem);
	process.exit(3);
}
const dsp = await startReferenceDsp(settings.options);
console.log(JSON.stringify({ ready: true, url: dsp.url }));

let is_stopping = false;
function stop(): void {
	if (is_stopping) return;
	is_stopping = true;
	void dsp.stop().then(() => process.exit(0));
}
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
// Started by another program with a channel to it: when that program is gone, however it went, so is this one.
process.once("disconnect", stop);
