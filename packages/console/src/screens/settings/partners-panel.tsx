import type { NewKeyReply, Settings } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import type { Static } from "typebox";
import { useWhyNot } from "../../frame/session.tsx";
import { Button } from "../../parts/button.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { useText } from "../../text/text.tsx";
import { NewPartnerDialog } from "./new-partner-dialog.tsx";
import { PartnerCard } from "./partner-card.tsx";
import { SecretNote } from "./secret-note.tsx";

type NewKey = Static<typeof NewKeyReply>;

/** The partners and their API keys. */
export function PartnersPanel({ settings }: { settings: Settings }): ReactNode {
	const { t } = useText();
	const whyNot = useWhyNot();
	const [is_adding, setAdding] = useState(false);
	const [made, setMade] = useState<NewKey>();
	const add = (
		<Button look="primary" icon="plus" why_not={whyNot("settings.write")} onClick={() => setAdding(true)}>
			{t("settings.new_partner")}
		</Button>
	);
	return (
		<div className="flex flex-col gap-4">
			{settings.partners.length > 0 && <div className="flex justify-end">{add}</div>}
			{made !== undefined && (
				<SecretNote
					rows={[
						{ name: "client_id", value: made.client_id },
						{ name: "client_secret", value: made.client_secret },
					]}
				/>
			)}
			{settings.partners.length === 0 && (
				<EmptyNote
					icon="user"
					title={t("settings.no_partners")}
					text={t("settings.no_partners_text")}
					action={add}
					curl={'npx ticketrail partner add --name "My POS" --scopes onboarding --json'}
				/>
			)}
			{settings.partners.map((partner) => (
				<PartnerCard key={partner._id} partner={partner} onMade={setMade} />
			))}
			{is_adding && (
				<NewPartnerDialog
					onClose={() => setAdding(false)}
					onMade={(reply) => {
						setMade(reply);
						setAdding(false);
					}}
				/>
			)}
		</div>
	);
}
