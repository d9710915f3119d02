import { type ReactNode, useId } from "react";

/** What a control must carry to belong to its label, hint and error. */
export interface FieldIds {
	id: string;
	"aria-describedby": string | undefined;
	"aria-invalid": boolean | undefined;
}

/** A labelled control with a hint and what is wrong with it. */
export function Field(props: {
	label: string;
	hint?: string | undefined;
	error?: string | undefined;
	children: (ids: FieldIds) => ReactNode;
}): ReactNode {
	const { label, hint, error, children } = props;
	const id = useId();
	const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
		.filter(Boolean)
		.join(" ");
	return (
		<div className="flex flex-col gap-1">
			<label htmlFor={id} className="text-sm font-medium">
				{label}
			</label>
			{children({
				id,
				"aria-describedby": described === "" ? undefined : described,
				"aria-invalid": error !== undefined || undefined,
			})}
			{hint !== undefined && (
				<p id={`${id}-hint`} className="text-sm text-quiet">
					{hint}
				</p>
			)}
			{error !== undefined && (
				<p id={`${id}-error`} className="text-sm text-bad">
					{error}
				</p>
			)}
		</div>
	);
}
