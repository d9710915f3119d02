import { ensureConsole } from "./ensure-console.ts";

await ensureConsole((line) => console.error(line));
