import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { useId } from "react";
import { Icon } from "../look/icon.tsx";
import type { IconName } from "../look/icon-paths.ts";

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> {
	look?: "primary" | "secondary" | "quiet" | "danger";
	icon?: IconName;
	/** Why it cannot be used now. The button stays where it is and says so; it can be focused but does nothing. */
	why_not?: string | undefined;
	/** Shown instead of the text beside, for a button that is only a shape. */
	is_icon_only?: boolean;
	ref?: Ref<HTMLButtonElement>;
}

/** A button. One that may not be used is not hidden: it says why, to a mouse, the keyboard and a finger (product.md 4.1). */
export function Button(props: ButtonProps): ReactNode {
	const { look = "secondary", icon, why_not, is_icon_only, children, className = "", onClick, title, ...rest } = props;
	const reason_id = useId();
	const is_off = why_not !== undefined;
	const label = is_icon_only ? <span className="sr-only">{children}</span> : children;
	// the ground for the reason is always there: were it to come and go, the button would lose the focus
	return (
		<span className={is_off ? "why" : "contents"}>
			<button
				type="button"
				{...rest}
				title={is_off ? undefined : (title ?? (is_icon_only && typeof children === "string" ? children : undefined))}
				aria-disabled={is_off || undefined}
				aria-describedby={is_off ? reason_id : rest["aria-describedby"]}
				className={`button button-${look} ${is_icon_only ? "button-icon" : ""} ${className}`}
				onClick={(event) => {
					if (is_off) event.preventDefault();
					else onClick?.(event);
				}}
			>
				{icon && <Icon name={icon} />}
				{label}
			</button>
			{is_off && (
				<span id={reason_id} role="tooltip" className="tip">
					{why_not}
				</span>
			)}
		</span>
	);
}
