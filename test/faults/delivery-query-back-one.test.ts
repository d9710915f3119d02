import { deliverySuite } from "./delivery-suite.ts";

deliverySuite({ contract: "query_back", processes: "one process" });
