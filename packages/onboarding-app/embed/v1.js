/* TicketrailOnboard.open({ token, mode, container, onReady, onStep, onDone, onExit, onError }): docs/guides/embed-widget.md */
(() => {
	const hub = new URL(document.currentScript.src).origin;

	function open(options) {
		const { token, mode, container } = options;
		const tell = (name, detail) => options[name]?.(detail);
		if (typeof token !== "string" || !token.includes(".")) throw new TypeError("TicketrailOnboard.open needs a token");
		if (mode === "redirect") {
			location.assign(`${hub}/onboard#token=${encodeURIComponent(token)}`);
			return { close() {} };
		}
		const before = document.activeElement;
		const frame = document.createElement("iframe");
		const query = new URLSearchParams({ link: token.split(".")[0], origin: location.origin });
		frame.src = `${hub}/onboard/frame?${query}`;
		frame.title = options.title || "Connect your restaurant";
		frame.setAttribute(
			"sandbox",
			"allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox",
		);
		Object.assign(frame.style, { border: "0", width: "100%", height: container ? "640px" : "100%", display: "block" });
		const place = container || document.body.appendChild(document.createElement("div"));
		if (!container) {
			place.setAttribute("role", "dialog");
			place.setAttribute("aria-modal", "true");
			place.setAttribute("aria-label", frame.title);
			Object.assign(place.style, { position: "fixed", inset: "0", zIndex: "2147483647", background: "Canvas" });
		}
		let given = false;

		function hear(event) {
			if (event.origin !== hub || event.source !== frame.contentWindow || event.data?.ticketrail !== 1) return;
			const { type, detail } = event.data;
			if (type === "ready" && !given) {
				given = true;
				frame.contentWindow.postMessage({ ticketrail: 1, type: "token", token }, hub);
				tell("onReady");
			} else if (type === "step") tell("onStep", detail);
			else if (type === "resize" && container) frame.style.height = `${Math.min(Math.max(+detail || 0, 200), 20000)}px`;
			else if (type === "done") tell("onDone", detail);
			else if (type === "error") tell("onError", detail);
			else if (type === "exit") close();
		}
		function onKey(event) {
			if (event.key === "Escape" && !container) close();
		}
		function close() {
			if (!frame.isConnected) return;
			removeEventListener("message", hear);
			removeEventListener("keydown", onKey);
			(container ? frame : place).remove();
			before?.focus?.();
			tell("onExit");
		}
		addEventListener("message", hear);
		addEventListener("keydown", onKey);
		place.append(frame);
		frame.focus();
		return { close };
	}

	window.TicketrailOnboard = Object.freeze({ open });
})();
