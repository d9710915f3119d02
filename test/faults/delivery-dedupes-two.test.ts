import { deliverySuite } from "./delivery-suite.ts";

deliverySuite({ contract: "dedupes_by_order_id", processes: "two processes" });
