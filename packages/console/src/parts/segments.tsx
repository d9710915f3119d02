import { type ReactNode, useId } from "react";

/** One of a few, all of them visible: a group of radios that looks like one control. */
export function Segments<Value extends string>(props: {
	label: string;
	value: Value;
	options: readonly { value: Value; text: string }[];
	onChange: (value: Value) => void;
}): ReactNode {
	const { label, value, options, onChange } = props;
	const name = useId();
	return (
		<fieldset className="inline-flex rounded-control border border-line bg-sunken p-0.5">
			<legend className="sr-only">{label}</legend>
			{options.map((option) => (
				<label
					key={option.value}
					className="cursor-pointer rounded-chip px-2.5 py-1 text-sm font-medium text-quiet hover:text-ink has-checked:bg-card has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-2 has-focus-visible:outline-accent-line pointer-coarse:py-2.5"
				>
					<input
						type="radio"
						name={name}
						className="sr-only"
						checked={option.value === value}
						onChange={() => onChange(option.value)}
					/>
					{option.text}
				</label>
			))}
		</fieldset>
	);
}
