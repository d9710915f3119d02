import { answerApart } from "../../base/apart-worker.ts";
import type { LiveObjectRow } from "../../storage/tables/catalog.ts";
import { type MenuOrder, makeMenu } from "./make-menu.ts";

answerApart(async ([order, ...lists]) => [await makeMenu((lists as LiveObjectRow[][]).flat(), order as MenuOrder)]);
