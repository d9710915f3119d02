import { type ReactNode, useEffect, useState } from "react";
import { Icon } from "../look/icon.tsx";

const PAUSE_MS = 250;

/** Search text that is taken over when the person pauses. Enter submits nothing. */
export function SearchField(props: {
	label: string;
	value: string;
	onChange: (text: string) => void;
	className?: string;
	is_page_search?: boolean;
}): ReactNode {
	const { label, value, onChange, className = "", is_page_search } = props;
	const [text, setText] = useState(value);
	useEffect(() => setText(value), [value]);
	useEffect(() => {
		if (text === value) return;
		const timer = setTimeout(() => onChange(text), PAUSE_MS);
		return () => clearTimeout(timer);
	}, [text, value, onChange]);
	return (
		<span className={`relative ${className}`}>
			<Icon
				name="search"
				className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-quiet"
			/>
			<input
				type="search"
				className="control w-full ps-8"
				placeholder={label}
				aria-label={label}
				value={text}
				data-page-search={is_page_search || undefined}
				onChange={(event) => setText(event.target.value)}
				onKeyDown={(event) => {
					if (event.key === "Enter") {
						event.preventDefault();
						onChange(text);
					}
				}}
			/>
		</span>
	);
}
