import { type ReactNode, useEffect, useRef } from "react";

/** The heading of a step: it takes the focus, so that nothing can be pressed by accident. */
export function StepHeading({ text }: { text: string }): ReactNode {
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => {
		heading.current?.focus();
		window.scrollTo({ top: 0 });
	}, []);
	return (
		<h2 ref={heading} tabIndex={-1} className="text-xl font-semibold">
			{text}
		</h2>
	);
}
