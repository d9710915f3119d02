import { Fragment, type ReactNode, useEffect, useRef } from "react";
import { AppLink } from "../navigation/app-link.tsx";
import { useText } from "../text/text.tsx";

/** The first page of a visit leaves the focus where the browser puts it. */
const visit = { is_first_page: true };

/** A page's place, name and main actions. Its heading takes the focus when the page was gone to, so that it is read out. */
export function PageHead(props: {
	title: string;
	crumbs?: readonly { text: string; href: string }[];
	aside?: ReactNode;
	actions?: ReactNode;
	children?: ReactNode;
}): ReactNode {
	const { title, crumbs = [], aside, actions, children } = props;
	const { t } = useText();
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => {
		document.title = `${title} · ${t("frame.product")}`;
	}, [title, t]);
	useEffect(() => {
		if (!visit.is_first_page) heading.current?.focus({ preventScroll: true });
		visit.is_first_page = false;
	}, []);
	return (
		<header className="mb-5">
			{crumbs.length > 0 && (
				<nav aria-label={t("frame.breadcrumbs")} className="mb-1 text-sm text-quiet">
					{crumbs.map((crumb) => (
						<Fragment key={crumb.href}>
							<AppLink href={crumb.href} className="inline-flex min-h-6 items-center hover:text-ink hover:underline">
								{crumb.text}
							</AppLink>
							<span aria-hidden="true"> / </span>
						</Fragment>
					))}
				</nav>
			)}
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2">
				<h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold tracking-tight text-balance">
					{title}
				</h1>
				{aside}
				<div className="ms-auto flex flex-wrap items-center gap-2">{actions}</div>
			</div>
			{children}
		</header>
	);
}
