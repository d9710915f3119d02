// The screen without this script works by plain forms; with it, it stays where it is and shows new orders by itself.

const POLL_MS = 2000;

/** Put the live parts of a freshly fetched page into this one; focus and open groups stay. */
function redraw(text, selector) {
	const fresh = new DOMParser().parseFromString(text, "text/html");
	const focused = document.activeElement?.id;
	for (const part of document.querySelectorAll(selector)) {
		const next = fresh.getElementById(part.id);
		if (!next || next.outerHTML === part.outerHTML) continue;
		for (const open of part.querySelectorAll("details[open]"))
			next.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
		if (part instanceof HTMLSelectElement) next.value = part.value;
		if (part.id === "tickets") announce(Number(next.dataset.count) - Number(part.dataset.count));
		part.replaceWith(next);
	}
	if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
	return fresh;
}

function announce(new_orders) {
	const line = document.getElementById("announce");
	if (line && new_orders > 0) line.textContent = new_orders === 1 ? "1 new order" : `${new_orders} new orders`;
}

async function send(form, submitter) {
	submitter?.setAttribute("aria-disabled", "true");
	try {
		const body = new URLSearchParams(new FormData(form, submitter));
		const response = await fetch(form.action, { method: "POST", body });
		const fresh = redraw(await response.text(), "[data-live], #stock, #object_id");
		const problem = fresh.querySelector("[role=alert]");
		document.querySelector("[role=alert]")?.remove();
		if (problem) document.querySelector("h1")?.after(problem);
		else for (const field of form.querySelectorAll("input:not([type=hidden])")) field.value = "";
		if (submitter && !document.contains(submitter) && document.activeElement === document.body) {
			document.getElementById("main")?.focus();
		}
	} finally {
		submitter?.removeAttribute("aria-disabled");
	}
}

async function watch() {
	const shown = document.getElementById("tickets")?.dataset.version;
	try {
		const { version } = await (await fetch("/kitchen/version")).json();
		if (String(version) !== shown) redraw(await (await fetch(location.href)).text(), "[data-live]");
	} catch {
		// The POS is being restarted; the next turn will tell.
	}
	setTimeout(watch, POLL_MS);
}

document.addEventListener("submit", (event) => {
	event.preventDefault();
	if (event.submitter?.getAttribute("aria-disabled") !== "true") void send(event.target, event.submitter);
});
setTimeout(watch, POLL_MS);
