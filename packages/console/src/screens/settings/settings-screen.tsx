import { useQuery } from "@tanstack/react-query";
import type { Settings } from "@ticketrail/contract";
import type { ComponentType, ReactNode } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useNavigation } from "../../navigation/navigation.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Region } from "../../parts/region.tsx";
import { Segments } from "../../parts/segments.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { useText } from "../../text/text.tsx";
import { OperatorsPanel } from "./operators-panel.tsx";
import { PartnersPanel } from "./partners-panel.tsx";
import { PasswordPanel } from "./password-panel.tsx";
import { ProvidersPanel } from "./providers-panel.tsx";

const PANELS: Record<"partners" | "providers" | "operators", ComponentType<{ settings: Settings }>> = {
	partners: PartnersPanel,
	providers: ProvidersPanel,
	operators: OperatorsPanel,
};
const NAMES = ["partners", "providers", "operators", "password"] as const;

/** Partners with their keys and looks, POS and DSP systems with their secrets, the operators. */
export function SettingsScreen(): ReactNode {
	const { t } = useText();
	const api = useApi();
	const { search, setSearch } = useNavigation();
	const shown = NAMES.find((name) => name === search.show) ?? "partners";
	const query = useQuery({
		queryKey: ["settings"],
		queryFn: ({ signal }) => api.get<Settings>("/console/settings", {}, signal),
		enabled: shown !== "password",
	});
	return (
		<>
			<PageHead title={t("settings.title")} />
			<div className="mb-5 max-w-full overflow-x-auto">
				<Segments
					label={t("settings.part")}
					value={shown}
					options={NAMES.map((value) => ({ value, text: t(`settings.${value}`) }))}
					onChange={(show) => setSearch({ show })}
				/>
			</div>
			{shown === "password" ? (
				<PasswordPanel />
			) : (
				<Region query={query} label={t(`settings.${shown}`)} skeleton={<SkeletonRows rows={4} height="h-20" />}>
					{(settings) => {
						const Panel = PANELS[shown];
						return <Panel settings={settings} />;
					}}
				</Region>
			)}
		</>
	);
}
