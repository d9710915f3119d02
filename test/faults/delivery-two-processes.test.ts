import { deliverySuites } from "./delivery-suite.ts";

deliverySuites("two processes");
