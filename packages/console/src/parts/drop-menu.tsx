import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import type { IconName } from "../look/icon-paths.ts";

/** One line of a menu. */
export interface MenuLine {
	text: string;
	icon?: IconName;
	/** For a choice: whether it is the one in force. */
	is_chosen?: boolean;
	onChoose: () => void;
}

/** A button that opens a menu. `groups` are separated by a line; a named group has a heading. */
export function DropMenu(props: {
	label: string;
	trigger: ReactNode;
	className?: string;
	groups: readonly { name?: string; lines: readonly MenuLine[] }[];
}): ReactNode {
	const { label, trigger, groups, className = "button button-quiet" } = props;
	return (
		<DropdownMenu.Root modal={false}>
			<DropdownMenu.Trigger className={className} aria-label={label}>
				{trigger}
			</DropdownMenu.Trigger>
			<DropdownMenu.Portal>
				<DropdownMenu.Content
					align="end"
					sideOffset={6}
					collisionPadding={8}
					className="z-50 min-w-52 rounded-box border border-line bg-card p-1 shadow-high"
				>
					{groups.map((group, index) => (
						<DropdownMenu.Group
							key={group.name ?? index}
							className="border-line not-first:mt-1 not-first:border-t not-first:pt-1"
						>
							{group.name !== undefined && (
								<DropdownMenu.Label className="px-2.5 py-1.5 text-xs text-quiet">{group.name}</DropdownMenu.Label>
							)}
							{group.lines.map((line) => (
								<DropdownMenu.Item
									key={line.text}
									{...(line.is_chosen === undefined ? {} : { role: "menuitemradio", "aria-checked": line.is_chosen })}
									onSelect={line.onChoose}
									className="flex min-h-8 cursor-pointer items-center gap-2 rounded-control px-2.5 outline-none data-highlighted:bg-sunken pointer-coarse:min-h-11"
								>
									{line.icon && <Icon name={line.icon} className="size-4 text-quiet" />}
									<span className="flex-1">{line.text}</span>
									{line.is_chosen && <Icon name="check" />}
								</DropdownMenu.Item>
							))}
						</DropdownMenu.Group>
					))}
				</DropdownMenu.Content>
			</DropdownMenu.Portal>
		</DropdownMenu.Root>
	);
}
