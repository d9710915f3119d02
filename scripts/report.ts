/**
 * How every gate of ours speaks: findings on stderr, one line each, then on stdout what it looked at. A gate that looked at
 * nothing has proved nothing, so a zero among `saw` fails it too. Sets the exit code of the process.
 */
export function report(findings: readonly string[], saw: Readonly<Record<string, number>>): void {
	for (const finding of findings) console.error(finding);
	const counts = Object.entries(saw).map(([what, count]) => `${count} ${what}`);
	console.log(`saw ${counts.join(", ")}`);
	const blind = Object.keys(saw).filter((what) => saw[what] === 0);
	if (blind.length > 0) console.error(`saw no ${blind.join(" and no ")}: the gate is blind`);
	if (findings.length > 0 || blind.length > 0) process.exitCode = 1;
}
