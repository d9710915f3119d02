/** Says how many files knip looked at; its own reporters say only what they found, and nothing when that is nothing. */
export default function sawFiles({ counters }: { counters: { processed: number } }): void {
	console.log(`saw ${counters.processed} files`);
	if (counters.processed === 0) process.exitCode = 1;
}
