import type { Result } from "./result.ts";

interface Section {
	title: string;
	text: string;
}

/** What each measurement shows, in the order of the page. A result of another name comes behind them. */
const SECTIONS: Record<string, Section> = {
	campaign: {
		title: "Crash campaign",
		text: "Hubs on one PostgreSQL take orders while they and the database are ended by `kill -9`, and while every POS, every channel and every line between fails now and then. Then everything heals, and a checker that knows nothing of the hub holds the histories of both sides and the final database against the invariants. `lost`: acknowledged, and neither at the POS nor called off. `doubled`: more than once in effect at the POS. `late`: no verdict before the limit of the channel, 30 s after the deadline that a hub is told (150 s, and 30 s for a channel in a hurry, where `--deadline` says nothing else).",
	},
	sabotage: {
		title: "Is the checker able to fail?",
		text: "Hubs with one mistake each (a fence removed, an answer before the commit, a redirect followed, …) run through a short course. Each must be found out; the true hub on the same courses must not be.",
	},
	simulation: {
		title: "Simulation",
		text: "The order core under a virtual clock, with seeded faults of network, database and processes, thousands of histories a minute. A failure replays from its seed.",
	},
	failover: {
		title: "Failover of PostgreSQL",
		text: "A synchronous standby is promoted under load, again and again.",
	},
	"refresh-storm": {
		title: "Refresh storm",
		text: "Many callers in several processes need the same expired token at once: one request for it may leave.",
	},
	"pos-down": {
		title: "A POS that is down",
		text: "One POS does not answer for ten minutes under load: its orders get their verdict in time, nobody else waits, memory stays flat.",
	},
	sigterm: {
		title: "Stop in the middle of load",
		text: "SIGTERM while orders flow: what is refused says when to come again, and nothing is lost.",
	},
};

const NOTICE = "<!-- Made by `npm run chaos:report` from chaos/results. Measure again, then run it again. -->";

/** The page of all published figures about reliability. Every number on it comes out of a result. */
export function reliabilityPage(results: readonly Result[]): string {
	const known = Object.keys(SECTIONS);
	const place = ({ name }: Result) => (known.includes(name) ? known.indexOf(name) : known.length);
	const sorted = results.toSorted((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
	const absent = known.filter((name) => !results.some((result) => result.name === name));
	const parts = [
		"# Reliability, measured",
		NOTICE,
		"What the promise (no acknowledged order is lost, none is doubled, every verdict is in time) was held against, and what came of it. Each section says how to repeat it. What a run draws from its seed (customers, faults, kills) is the same again; how processes interleave is not.",
		...sorted.map(sectionOf),
	];
	if (absent.length > 0) {
		const titles = absent.map((name) => SECTIONS[name]?.title ?? name).join("; ");
		parts.push(`## Not measured yet\n\n${titles}.`);
	}
	return `${parts.join("\n\n")}\n`;
}

function sectionOf(result: Result): string {
	const { title, text } = SECTIONS[result.name] ?? { title: result.name, text: "" };
	const { command, commit, date, machine } = result;
	const rows = flatten(result.figures);
	const width = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0), column === 0 ? 6 : 5));
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, column) => cell.padEnd(width[column] ?? 0)).join(" | ")} |`;
	const table = [line(["figure", "value"]), line(width.map((size) => "-".repeat(size))), ...rows.map(line)].join("\n");
	const where = `Measured ${date} at commit \`${commit}\`${machine === undefined ? "" : ` on ${machine}`}:`;
	return [`## ${title}`, text, where, `\`\`\`sh cmd\n${command}\n\`\`\``, table]
		.filter((part) => part !== "")
		.join("\n\n");
}

/** Nested figures by their path, numbers with a space between thousands. */
function flatten(figures: Record<string, unknown>, path = ""): string[][] {
	return Object.entries(figures).flatMap(([name, value]) => {
		const full = path === "" ? name : `${path} ${name}`;
		if (typeof value === "object" && value !== null) return flatten(value as Record<string, unknown>, full);
		return [[full.replaceAll("_", " "), typeof value === "number" ? grouped(value) : String(value)]];
	});
}

function grouped(value: number): string {
	const [whole = "", part] = String(value).split(".");
	const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, " ");
	return part === undefined ? spaced : `${spaced}.${part}`;
}
