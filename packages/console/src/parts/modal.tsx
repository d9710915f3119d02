import { Dialog } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { useText } from "../text/text.tsx";
import { Button } from "./button.tsx";

interface ModalProps {
	title: string;
	is_open: boolean;
	onClose: () => void;
	children: ReactNode;
	/** Buttons at the end. */
	footer?: ReactNode;
	/** `center` asks something, `side` shows something beside the page. */
	place?: "center" | "side";
	description?: string | undefined;
}

const PLACES = {
	center: "left-1/2 top-[8vh] max-h-[84vh] w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 rounded-box",
	side: "inset-y-0 right-0 w-[min(34rem,100vw)] sm:rounded-s-box",
};

/**
 * A dialog that holds the focus and gives it back. The ground is ours, not the library's: that one locks scrolling by an
 * inline style, which the content policy forbids.
 */
export function Modal({
	title,
	is_open,
	onClose,
	children,
	footer,
	place = "center",
	description,
}: ModalProps): ReactNode {
	const { t } = useText();
	const opener = useRef<Element>(null);
	return (
		<Dialog.Root open={is_open} onOpenChange={(open) => !open && onClose()}>
			<Dialog.Portal>
				<div className="fixed inset-0 z-40 bg-(--shade)" aria-hidden="true" />
				<Dialog.Content
					className={`fixed z-50 flex flex-col border border-line bg-card shadow-high ${PLACES[place]}`}
					onOpenAutoFocus={(event) => {
						opener.current = document.activeElement;
						// into the first field, where there is one, rather than onto the button that closes
						const field = (event.currentTarget as HTMLElement).querySelector<HTMLElement>("input, select, textarea");
						if (field === null) return;
						event.preventDefault();
						field.focus();
					}}
					onCloseAutoFocus={(event) => {
						// the library knows only triggers of its own
						event.preventDefault();
						if (opener.current instanceof HTMLElement && opener.current.isConnected)
							opener.current.focus({ preventScroll: true });
					}}
					{...(description === undefined ? { "aria-describedby": undefined } : {})}
				>
					<div className="flex items-start gap-3 border-b border-line px-5 py-3.5">
						<div className="min-w-0 flex-1">
							<Dialog.Title className="text-lg font-semibold">{title}</Dialog.Title>
							{description !== undefined && (
								<Dialog.Description className="text-quiet">{description}</Dialog.Description>
							)}
						</div>
						<Button look="quiet" icon="cross" is_icon_only onClick={onClose}>
							{t("part.close")}
						</Button>
					</div>
					<div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
					{footer !== undefined && (
						<div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>
					)}
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
