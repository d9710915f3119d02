/** Numbers in [0, 1) that depend on nothing but these words: a seed, an order's id, the count of its attempts. */
export function randomOf(...words: (string | number)[]): () => number {
	let state = 2_166_136_261;
	for (const char of words.join("\u0000")) state = Math.imul(state ^ char.charCodeAt(0), 16_777_619);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** One of the choices, each as often as its weight says. */
export function pick<Choice>(
	random: () => number,
	choices: readonly (readonly [weight: number, choice: Choice])[],
): Choice {
	let at = random() * choices.reduce((sum, [weight]) => sum + weight, 0);
	for (const [weight, choice] of choices) {
		at -= weight;
		if (at < 0) return choice;
	}
	return (choices.at(-1) as (typeof choices)[number])[1];
}
