/** A state machine as data: each state with the states that may follow it. Terminal states have an empty list. */
export type TransitionTable<S extends string> = Readonly<Record<S, readonly S[]>>;

/** Every state from which `to` may be reached in one step: the list that guards the UPDATE. */
export function statesBefore<S extends string>(table: TransitionTable<S>, to: S): S[] {
	return (Object.keys(table) as S[]).filter((from) => table[from].includes(to));
}

/** States that nothing follows. */
export function terminalStates<S extends string>(table: TransitionTable<S>): S[] {
	return (Object.keys(table) as S[]).filter((state) => table[state].length === 0);
}
