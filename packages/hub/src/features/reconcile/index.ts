import type { JobHandler } from "../../delivery/index.ts";
import { listIntegrations } from "../../storage/tables/integration.ts";
import { listOrgIds } from "../../storage/tables/org.ts";
import type { ReconcileParts } from "./reconcile.ts";
import { createDspReconcileJob } from "./run-dsp-reconcile.ts";
import { createReconcileJob } from "./run-reconcile.ts";
import { SWEEPS, scheduleNext } from "./schedule.ts";

export { scheduleNext } from "./schedule.ts";

/**
 * Webhooks are hints: what a POS has is compared with what the hub knows, and a POS that falls silent is noticed. What a DSP says of
 * its stores is compared with the links.
 */
export interface Reconcile {
	/** See that every connected integration has its next look scheduled, organisation by organisation. Returns how many. */
	scheduleAll(): Promise<number>;
	jobs: { "pos.reconcile": JobHandler; "dsp.reconcile": JobHandler };
}

/** The verbs of this feature with what they need. */
export function createReconcile(parts: ReconcileParts): Reconcile {
	const { db, queue, clock } = parts;
	return {
		async scheduleAll() {
			let count = 0;
			for (const org_id of await listOrgIds(db)) {
				const active = (await listIntegrations(db, org_id)).filter(({ status }) => status === "active");
				if (active.length === 0) continue;
				await queue.transaction(async (tx) => {
					for (const { type, integration_id } of active)
						scheduleNext(tx, SWEEPS[type], { org_id, integration_id }, clock.now());
				});
				count += active.length;
			}
			return count;
		},
		jobs: { "pos.reconcile": createReconcileJob(parts), "dsp.reconcile": createDspReconcileJob(parts) },
	};
}
