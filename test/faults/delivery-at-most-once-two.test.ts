import { deliverySuite } from "./delivery-suite.ts";

deliverySuite({ contract: "at_most_once", processes: "two processes" });
