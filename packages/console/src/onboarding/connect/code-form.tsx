import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { IntegrationSummary } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Field } from "../../parts/field.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";

/** The code that a POS or DSP without a sign-in page gives its merchant. */
export function CodeForm({ org_id, integration }: { org_id: string; integration: IntegrationSummary }): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const queries = useQueryClient();
	const [code, setCode] = useState("");
	const enter = useMutation({
		mutationFn: () => source.enterCode({ org_id, integration_id: integration._id }, code.trim()),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["org", org_id] }),
	});
	return (
		<form
			className="flex flex-col gap-3 rounded-control bg-sunken px-4 py-3"
			onSubmit={(event) => {
				event.preventDefault();
				if (!enter.isPending) enter.mutate();
			}}
		>
			{enter.error !== null && <ErrorNote error={enter.error} />}
			<Field
				label={t("connect.code", { name: integration.name })}
				hint={t("connect.code_hint", { name: integration.name })}
			>
				{(ids) => (
					<input
						{...ids}
						className="control max-w-md font-mono"
						autoComplete="off"
						required
						value={code}
						onChange={(event) => setCode(event.target.value)}
					/>
				)}
			</Field>
			<span>
				<Button type="submit" look="primary" why_not={source.whyNot("integration.write")}>
					{enter.isPending ? t("part.saving") : t("connect.code_submit")}
				</Button>
			</span>
		</form>
	);
}
