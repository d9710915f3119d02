import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { IngestReply, IntegrationSummary } from "@ticketrail/contract";
import { type ReactNode, useCallback, useState } from "react";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Modal } from "../../parts/modal.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { OfferedList } from "./offered-list.tsx";

/** Choose locations of a POS and bring them in with their menus. */
export function ImportDialog({
	org_id,
	integration,
	onClose,
}: {
	org_id: string;
	integration: IntegrationSummary;
	onClose: () => void;
}): ReactNode {
	const { t, count } = useText();
	const source = useOnboardingSource();
	const queries = useQueryClient();
	const [text, setText] = useState("");
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
	const ref = { org_id, integration_id: integration._id };
	const offered = useQuery({
		queryKey: ["org", org_id, "offered", integration._id],
		queryFn: ({ signal }) => source.offered(ref, signal),
		staleTime: 0,
	});
	const bring = useMutation({
		mutationFn: (provider_ids: readonly string[]) => source.importLocations(ref, provider_ids),
		onSuccess: (reply: IngestReply) => {
			setChosen(
				new Set(reply.locations.filter(({ error }) => error !== undefined).map(({ provider_id }) => provider_id)),
			);
			void queries.invalidateQueries({ queryKey: ["org", org_id] });
		},
	});
	const toggle = useCallback((ids: readonly string[], is_on: boolean) => {
		setChosen((before) => {
			const after = new Set(before);
			for (const id of ids)
				if (is_on) after.add(id);
				else after.delete(id);
			return after;
		});
	}, []);
	const failed = bring.data?.locations.filter(({ error }) => error !== undefined) ?? [];
	const done = (bring.data?.locations.length ?? 0) - failed.length;
	const submit = () => {
		if (!bring.isPending) bring.mutate([...chosen]);
	};
	return (
		<Modal
			title={t("import.title", { name: integration.name })}
			description={t("import.text")}
			is_open
			onClose={onClose}
			footer={
				<>
					<Button onClick={onClose}>{t("part.close")}</Button>
					<Button look="primary" why_not={chosen.size === 0 ? t("import.choose_first") : undefined} onClick={submit}>
						{bring.isPending ? t("import.working") : count("import.submit", chosen.size)}
					</Button>
				</>
			}
		>
			{bring.error !== null && <ErrorNote error={bring.error} />}
			{bring.isSuccess && (
				<p role="status" className="mb-3 flex items-center gap-2 text-good">
					<Icon name="check" />
					{count("import.done", done)}
				</p>
			)}
			{failed.map((location) => (
				<div
					key={location.provider_id}
					className="mb-3 flex flex-wrap items-center gap-2 rounded-control bg-bad-soft px-3 py-2"
				>
					<span className="flex-1 basis-48">
						<strong>{location.name ?? location.provider_id}</strong>: {location.error?.detail}
					</span>
					<Button icon="refresh" onClick={() => bring.mutate([location.provider_id])}>
						{t("part.retry")}
					</Button>
				</div>
			))}
			{offered.error !== null && <ErrorNote error={offered.error} onRetry={() => void offered.refetch()} />}
			{offered.isPending && <SkeletonRows rows={4} height="h-14" />}
			{offered.data?.locations.length === 0 && (
				<p className="rounded-control bg-warn-soft px-4 py-3">{t("import.none", { name: integration.name })}</p>
			)}
			{offered.data !== undefined && offered.data.locations.length > 0 && (
				<>
					<SearchField label={t("import.search")} value={text} onChange={setText} className="mb-3 block" />
					<OfferedList locations={offered.data.locations} text={text} chosen={chosen} onToggle={toggle} />
				</>
			)}
		</Modal>
	);
}
