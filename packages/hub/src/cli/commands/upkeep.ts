import type { Command } from "commander";
import { describeConfig } from "../../config.ts";
import { examine } from "../doctor.ts";
import type { Finding } from "../doctor-parts.ts";
import { machineProbes } from "../doctor-probes.ts";
import { EXIT } from "../exit.ts";
import { withExamples } from "../help.ts";
import type { Format } from "../output.ts";
import { onRun, type Session } from "../session.ts";
import { terminalText } from "../terminal-text.ts";

/** `migrate`, `doctor` and `config print`. */
export function addUpkeepCommands(program: Command, session: Session): void {
	const migrate = program
		.command("migrate")
		.description("Bring the database to the schema of this version; the hub also does it when it starts")
		.option("--dry-run", "print the SQL and change nothing")
		.option("--json", "print one JSON document");
	withExamples(migrate, ["ticketrail migrate --dry-run", "ticketrail migrate"]);
	onRun(migrate, session, async ({ options, output, configure }) => {
		const result = await session.actions.migrate(configure(), { dry_run: options.dryRun === true });
		output.data(result, () => {
			if ("sql" in result) return result.sql.trimEnd() || "-- nothing to do";
			return result.applied.length > 0 ? result.applied.join("\n") : "Nothing to do: the schema is current.";
		});
		return undefined;
	});

	const doctor = program
		.command("doctor")
		.description("Look at everything that the hub needs, and say what to do about what is not fine")
		.option("--json", "print one JSON document");
	withExamples(doctor, ["ticketrail doctor", "ticketrail doctor --json"]);
	onRun(doctor, session, async ({ output }) => {
		const findings = await examine({
			...machineProbes,
			env: session.env,
			node_version: process.versions.node,
			now: Date.now,
			openDatabase: session.actions.openDatabaseForDoctor,
		});
		const failed = findings.filter(({ verdict }) => verdict === "FAIL");
		const report = { is_fine: failed.length === 0, checks: findings };
		output.data(report, (format) => renderFindings(findings, format));
		if (failed.length === 0) return EXIT.done;
		return failed.some(({ check }) => check === "config") ? EXIT.configuration : EXIT.failed;
	});

	const config = program.command("config").description("The configuration");
	const print = config
		.command("print")
		.description("What is in effect and where each value comes from, without secrets")
		.option("--json", "print one JSON document");
	withExamples(print, ["ticketrail config print", "ticketrail config print --json"]);
	onRun(print, session, async ({ output }) => {
		const rows = describeConfig(session.env);
		output.data(rows, ({ table }) => table(rows, ["name", "value", "source", "text"], ""));
		return undefined;
	});
}

/** Lines that start with the verdict, so that `grep FAIL` finds them. */
function renderFindings(findings: readonly Finding[], { colors }: Format): string {
	const paint = { PASS: colors.green, WARN: colors.yellow, FAIL: colors.red, SKIP: colors.dim };
	const widest = Math.max(...findings.map(({ check }) => check.length));
	return findings
		.flatMap(({ check, verdict, message, fix }) => [
			`${paint[verdict](verdict)} ${check.padEnd(widest)}  ${terminalText(message)}`,
			...(fix && verdict !== "PASS" ? [`     ${" ".repeat(widest)}  ${terminalText(fix)}`] : []),
		])
		.join("\n");
}
