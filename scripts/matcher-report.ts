import { matcherTable } from "./reference/matcher.ts";

/** `npm run matcher:report`: how the store matcher does on its labelled rows. */
console.log(matcherTable());
