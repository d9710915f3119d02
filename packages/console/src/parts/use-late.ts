import { useEffect, useState } from "react";

/** True once `is_on` has held for `after_ms`: what is quick shows no sign of waiting. */
export function useLate(is_on: boolean, after_ms = 150): boolean {
	const [is_late, setLate] = useState(false);
	useEffect(() => {
		if (!is_on) {
			setLate(false);
			return;
		}
		const timer = setTimeout(() => setLate(true), after_ms);
		return () => clearTimeout(timer);
	}, [is_on, after_ms]);
	return is_on && is_late;
}
