import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { IntegrationSummary } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Modal } from "../../parts/modal.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { ConnectPanel } from "./connect-panel.tsx";

/** Choose a POS or a DSP, and start to connect it. */
export function ConnectDialog({
	org_id,
	type,
	onClose,
}: {
	org_id: string;
	type: "pos" | "dsp";
	onClose: () => void;
}): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const queries = useQueryClient();
	const [started, setStarted] = useState<IntegrationSummary>();
	const offers = useQuery({ queryKey: ["providers"], queryFn: ({ signal }) => source.providers(signal) });
	const connect = useMutation({
		mutationFn: (slug: string) => source.connect(org_id, { source: slug, type }),
		onSuccess: (integration) => {
			setStarted(integration);
			void queries.invalidateQueries({ queryKey: ["org", org_id] });
		},
	});
	const choices = offers.data?.filter((offer) => offer.type === type) ?? [];
	return (
		<Modal title={t(`connect.title_${type}`)} description={t(`connect.text_${type}`)} is_open onClose={onClose}>
			{connect.error !== null && <ErrorNote error={connect.error} />}
			{offers.error !== null && <ErrorNote error={offers.error} onRetry={() => void offers.refetch()} />}
			{started !== undefined ? (
				<div className="flex flex-col gap-3">
					<h3 className="text-lg font-semibold">{started.name}</h3>
					<ConnectPanel org_id={org_id} integration={started} />
				</div>
			) : (
				<ul className="flex flex-col gap-2">
					{choices.map((offer) => (
						<li key={offer.slug}>
							<Button
								className="min-h-14 w-full justify-start! px-4"
								onClick={() => {
									if (!connect.isPending) connect.mutate(offer.slug);
								}}
							>
								<span className="min-w-0 flex-1 text-start">
									<span className="block font-semibold">{offer.name}</span>
									<span className="block text-sm font-normal text-quiet">{t(`connect.auth_${offer.auth}`)}</span>
								</span>
								<Icon name="chevron-right" />
							</Button>
						</li>
					))}
					{offers.isSuccess && choices.length === 0 && <li className="text-quiet">{t(`connect.none_${type}`)}</li>}
				</ul>
			)}
		</Modal>
	);
}
