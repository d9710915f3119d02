// Without this script the page shows the status at the moment of loading; with it, the status follows the order.

const POLL_MS = 1000;

async function watch() {
	const shown = document.getElementById("status");
	if (!shown || shown.hasAttribute("data-final")) return;
	try {
		const { version } = await (await fetch(`${shown.dataset.watch}/version`)).json();
		if (String(version) !== shown.dataset.version) {
			const page = await (await fetch(shown.dataset.watch)).text();
			const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("status");
			if (fresh) redraw(shown, fresh);
		}
	} catch {
		// The shop is being restarted; the next turn will tell.
	}
	setTimeout(watch, POLL_MS);
}

/** The live region itself stays, so that its new words are announced; the rest is replaced around it. */
function redraw(shown, fresh) {
	const had_focus = shown.querySelector("form")?.contains(document.activeElement);
	const region = shown.querySelector("[role=status]");
	const next = fresh.querySelector("[role=status]");
	region.className = next.className;
	region.innerHTML = next.innerHTML;
	next.remove();
	while (region.nextSibling) region.nextSibling.remove();
	region.after(...fresh.childNodes);
	for (const { name, value } of fresh.attributes) shown.setAttribute(name, value);
	if (had_focus) (shown.querySelector("form button") ?? document.getElementById("main")).focus();
}

setTimeout(watch, POLL_MS);
