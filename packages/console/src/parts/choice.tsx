import type { ReactNode } from "react";

/** One of several, from a list that the browser shows. `label` stands before it for screen readers and in the first option. */
export function Choice(props: {
	label: string;
	value: string;
	options: readonly { value: string; text: string }[];
	onChange: (value: string) => void;
	className?: string;
}): ReactNode {
	const { label, value, options, onChange, className = "" } = props;
	return (
		<select
			className={`control ${className}`}
			aria-label={label}
			value={value}
			onChange={(event) => onChange(event.target.value)}
		>
			{options.map((option) => (
				<option key={option.value} value={option.value}>
					{option.value === "" ? `${label}: ${option.text}` : option.text}
				</option>
			))}
		</select>
	);
}
