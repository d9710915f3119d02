import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useWindowRows } from "../../lists/use-window-rows.ts";
import { usePreferences } from "../../look/preferences.tsx";
import type { IntegrationRef } from "../onboarding-source.ts";
import type { Proposal, ProposedRow } from "./open-proposal.ts";
import { Pair } from "./pair.tsx";
import type { BindState } from "./use-bind.ts";

const PAIR_PX = 440;
const DECISION_KEYS: Readonly<Record<string, "same" | "not_this" | "skip">> = {
	"1": "same",
	"2": "not_this",
	"3": "skip",
};

/**
 * The pairs, of which only those near the window are in the page. ↑ and ↓ go from pair to pair, 1 2 3 decide, c opens the
 * chooser, Ctrl+Enter goes on to Review.
 */
export function PairList(props: {
	integration: IntegrationRef;
	proposal: Proposal;
	rows: readonly ProposedRow[];
	bind: BindState;
	shared: ReadonlyMap<string, number>;
	changed: readonly string[];
	onReview: () => void;
}): ReactNode {
	const { integration, proposal, rows, bind, shared, changed, onReview } = props;
	const { preferences } = usePreferences();
	const wanted = useRef<number | undefined>(undefined);
	const { list, margin, virtual, items } = useWindowRows<HTMLDivElement>({
		...{ count: rows.length, row_height: PAIR_PX, overscan: 2 },
		keyAt: (index) => rows[index]?.store.dsp_provider_id ?? index,
	});
	const focusPair = (index: number) => {
		const pair = list.current?.querySelector<HTMLElement>(`[data-pair="${index}"]`);
		const radio =
			pair?.querySelector<HTMLElement>("input[type=radio]:checked") ??
			pair?.querySelector<HTMLElement>("input[type=radio]");
		radio?.focus();
		return radio != null;
	};
	useEffect(() => {
		if (wanted.current !== undefined && focusPair(wanted.current)) wanted.current = undefined;
	});
	const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
		if (event.ctrlKey && event.key === "Enter") {
			event.preventDefault();
			onReview();
			return;
		}
		const target = event.target as HTMLElement;
		const pair = target.closest<HTMLElement>("[data-pair]");
		if (
			pair === null ||
			event.ctrlKey ||
			event.metaKey ||
			event.altKey ||
			target.matches("input:not([type=radio]), textarea")
		)
			return;
		const at = Number(pair.dataset.pair);
		const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
		if (step !== 0) {
			event.preventDefault(); // the radios within a pair are reached by ← and →
			const next = Math.max(0, Math.min(rows.length - 1, at + step));
			if (!focusPair(next)) {
				wanted.current = next;
				virtual.scrollToIndex(next, { align: "start" });
			}
			return;
		}
		if (!preferences.has_shortcuts) return;
		const decision = DECISION_KEYS[event.key];
		if (decision !== undefined) {
			event.preventDefault();
			pair.querySelector<HTMLInputElement>(`input[type=radio][value="${decision}"]`)?.click();
		} else if (event.key === "c") {
			event.preventDefault();
			pair.querySelector<HTMLButtonElement>("[data-chooser]")?.click();
		}
	};
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: keys pressed on the controls of the pairs bubble up to here
		<div ref={list} onKeyDown={onKey} style={{ height: virtual.getTotalSize(), position: "relative" }}>
			{items.map((item) => {
				const row = rows[item.index];
				if (row === undefined) return null;
				return (
					<div
						key={item.key}
						ref={virtual.measureElement}
						data-index={item.index}
						className="absolute inset-x-0 top-0 pb-4"
						style={{ transform: `translateY(${item.start - margin}px)` }}
					>
						<Pair
							integration={integration}
							proposal={proposal}
							row={row}
							index={item.index}
							bind={bind}
							shared={shared}
							is_changed={changed.includes(row.store.dsp_provider_id)}
						/>
					</div>
				);
			})}
		</div>
	);
}
