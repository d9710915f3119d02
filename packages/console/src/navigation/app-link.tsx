import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from "react";
import { useNavigation } from "./navigation.tsx";

interface AppLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
	href: string;
	children: ReactNode;
}

/** A link within the app: a real address, opened without loading the page anew unless a key says otherwise. */
export function AppLink({ href, children, onClick, ...rest }: AppLinkProps): ReactNode {
	const { go } = useNavigation();
	const follow = (event: MouseEvent<HTMLAnchorElement>) => {
		onClick?.(event);
		if (event.defaultPrevented || event.button !== 0) return;
		if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
		event.preventDefault();
		go(href);
	};
	return (
		<a href={href} onClick={follow} {...rest}>
			{children}
		</a>
	);
}
