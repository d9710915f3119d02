import { useQuery } from "@tanstack/react-query";
import type { SystemState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useApi } from "../../api/api-context.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { UpdatedAgo } from "../../parts/updated-ago.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { QueueTable } from "./queue-table.tsx";
import { SystemNumbers } from "./system-numbers.tsx";

/** How the installation does: for whoever runs it. */
export function SystemScreen(): ReactNode {
	const { t, count, language } = useText();
	const api = useApi();
	const query = useQuery({
		queryKey: ["system"],
		queryFn: ({ signal }) => api.get<SystemState>("/console/system", {}, signal),
		refetchInterval: 10_000,
	});
	const bytes = (value: number) => formatBytes(value, language);
	return (
		<>
			<PageHead
				title={t("system.title")}
				aside={
					query.data !== undefined && (
						<UpdatedAgo at={query.data.as_of} is_busy={query.isFetching} onRefresh={() => void query.refetch()} />
					)
				}
				actions={
					query.data !== undefined && (
						<CopyButton text={JSON.stringify(query.data, null, 2)} what={t("system.diagnostics")}>
							{t("system.copy_diagnostics")}
						</CopyButton>
					)
				}
			/>
			<Region query={query} label={t("system.title")} skeleton={<SkeletonRows rows={6} />}>
				{(state) => (
					<div className="flex flex-col gap-5">
						<SystemNumbers state={state} />
						<div className="grid items-start gap-5 lg:grid-cols-2">
							<QueueTable queues={state.queues} />
							<section aria-labelledby="installation" className="card p-5">
								<h2 id="installation" className="mb-3 text-lg font-semibold">
									{t("system.installation")}
								</h2>
								<Facts
									rows={[
										[t("system.version"), `${state.version} · Node ${state.node}`],
										[t("system.started"), <When key="at" at={state.started_at} as="full" />],
										[t("system.environment"), t(`frame.environment.${state.environment}`)],
										[
											t("system.database"),
											`${t(`system.database.${state.database.kind}`)} · ${state.database.version}`,
										],
										[t("system.size"), bytes(state.database.size_bytes)],
										[t("system.connections"), state.database.connections],
										[
											t("system.migrations"),
											state.migrations.pending === 0
												? t("system.migrations_done", {
														count: state.migrations.applied,
														latest: state.migrations.latest,
													})
												: count("system.migrations_pending", state.migrations.pending),
										],
										[
											t("system.disk"),
											state.disk === undefined
												? undefined
												: t("system.disk_free", {
														free: bytes(state.disk.free_bytes),
														size: bytes(state.disk.size_bytes),
														path: state.disk.path,
													}),
										],
									]}
								/>
							</section>
						</div>
					</div>
				)}
			</Region>
		</>
	);
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

function formatBytes(value: number, language: string): string {
	const power = Math.min(UNITS.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
	return new Intl.NumberFormat(language, {
		style: "unit",
		unit: UNITS[power] ?? "byte",
		maximumFractionDigits: 1,
	}).format(value / 1000 ** power);
}
