import type { Project, Violation } from "./graph.ts";
import { hubViolations } from "./hub-rules.ts";
import { packageViolations } from "./package-rules.ts";

/** Every broken import rule of the project, sorted by place. An empty list means that the rules hold. */
export function findViolations(project: Project): Violation[] {
	const found = [...packageViolations(project), ...hubViolations(project)];
	return found.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}
