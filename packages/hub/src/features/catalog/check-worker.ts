import { answerApart } from "../../base/apart-worker.ts";
import { toParts } from "./check-apart.ts";
import { type CatalogPlace, checkCatalog } from "./check-catalog.ts";

answerApart(async ([reply, place]) =>
	toParts(await checkCatalog(Buffer.from(reply as Uint8Array), place as CatalogPlace)),
);
