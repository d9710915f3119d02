/** How the slots of one worker are shared by the groups whose jobs it runs (a tenant at a destination). */
export interface Shares {
	begin(group: string): void;
	end(group: string): void;
	/** How many more jobs of this group may start now. */
	left(group: string): number;
	/** Groups that run as many as they may. */
	crowded(): string[];
	/** How many jobs may be started at once, whichever of the other groups they are of. */
	room(): number;
}

/**
 * With n groups at work each may have one part in n + 1 of the slots, so that one part is always left for whoever comes
 * next: however much waits for the others, a group with a single job is served at the next look (reliability.md L4, F29).
 */
export function createShares(slots: number): Shares {
	const running = new Map<string, number>();
	// one who is not at work yet counts as if they were: with them the share of each is smaller
	const shareWith = (newcomers: number) => Math.max(1, Math.floor(slots / (running.size + newcomers + 1)));
	const share = () => shareWith(0);
	const of = (group: string) => running.get(group) ?? 0;

	return {
		begin: (group) => void running.set(group, of(group) + 1),
		end(group) {
			if (of(group) > 1) running.set(group, of(group) - 1);
			else running.delete(group);
		},
		left: (group) => (running.has(group) ? share() - of(group) : shareWith(1)),
		crowded: () => [...running].filter(([, count]) => count >= share()).map(([group]) => group),
		room() {
			const most = Math.max(0, ...[...running.values()].filter((count) => count < share()));
			return Math.min(share() - most, shareWith(1));
		},
	};
}
