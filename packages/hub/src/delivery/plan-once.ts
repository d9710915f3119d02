import type { Transaction } from "../storage/database.ts";

/**
 * From here to the end of the transaction, named statements are planned once per connection: for those that have one good way
 * through the jobs whatever the numbers are, while planning takes longer than going it (docs/adr/0027-a-hub-under-pressure.md). `but`:
 * what the planner must not think of, for with old statistics it takes sorting or reading everything for cheap.
 */
export function planOnce(tx: Transaction, but: "enable_sort" | "enable_seqscan"): void {
	const text = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config($1, 'off', true)";
	tx.also(tx.query(text, [but], "plan-once"));
}
