import { deliverySuites } from "./delivery-suite.ts";

deliverySuites("one process");
