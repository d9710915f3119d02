import type { Project, Violation } from "./import-graph.ts";
import { hubViolations } from "./import-rules-hub.ts";
import { packageViolations } from "./import-rules-packages.ts";

/** Every broken import rule of the project, sorted by place. An empty list means that the rules hold. */
export function findViolations(project: Project): Violation[] {
	const found = [...packageViolations(project), ...hubViolations(project)];
	return found.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}
