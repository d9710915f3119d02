import { resolve } from "node:path";
import { report } from "./report.ts";
import { checkSql } from "./sql/rules.ts";

const { findings, saw } = checkSql(resolve(process.argv[2] ?? `${import.meta.dirname}/..`));
report(findings, saw);
