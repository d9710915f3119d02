import { setTimeout as sleep } from "node:timers/promises";

/** An order as its channel saw it; `accept_ms` from the order's sending to the verdict. */
export interface PlacedOrder {
	dsp_order_id: string;
	verdict: string;
	accept_ms: number;
}

const POLL_MS = 20;
const PATIENCE_MS = 30_000;

/**
 * Order something at the reference DSP's storefront the way a customer's browser would: open a store with a menu, put
 * the first dish into the basket that needs nothing further, send the order, watch its page until the verdict is there.
 */
export async function orderAtStorefront(dsp_url: string): Promise<PlacedOrder> {
	const store = await waitFor(() => openStoreWithMenu(dsp_url), "a store with a menu at the DSP");
	let cookie = store.cookie;
	const post = async (path: string, fields: URLSearchParams | Record<string, string>): Promise<Response> => {
		const response = await fetch(dsp_url + path, {
			method: "POST",
			redirect: "manual",
			headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
			body: new URLSearchParams(fields),
		});
		cookie = cookieOf(response) || cookie;
		return response;
	};
	for (const { action, fields } of store.forms) {
		const added = await post(action, fields);
		if (added.status !== 303) continue;
		const ordered = await post(action.replace(/\/basket$/, "/order"), {
			name: "Ana Lopez",
			email: "ana@example.test",
			phone: "+12065550100",
			fulfillment_type: "pickup",
		});
		const page = ordered.headers.get("location");
		if (ordered.status !== 303 || page === null)
			throw new Error(`the storefront answered ${ordered.status} to an order`);
		const verdict = await waitFor(
			async () =>
				(
					(await (await fetch(`${dsp_url + page}/version`)).json()) as {
						verdict: { kind: string; after_ms: number } | null;
					}
				).verdict ?? undefined,
			"the verdict on the order",
		);
		return {
			dsp_order_id: decodeURIComponent(page.split("/").at(-1) ?? ""),
			verdict: verdict.kind,
			accept_ms: verdict.after_ms,
		};
	}
	throw new Error("no dish on the menu can be ordered without further choices");
}

interface BasketForm {
	action: string;
	fields: URLSearchParams;
}

async function openStoreWithMenu(dsp_url: string): Promise<{ cookie: string; forms: BasketForm[] } | undefined> {
	const list = await (await fetch(dsp_url)).text();
	for (const [, path] of list.matchAll(/href="(\/stores\/[^"?#]+)/g)) {
		const response = await fetch(dsp_url + path);
		const forms = basketForms(await response.text());
		if (forms.length > 0) return { cookie: cookieOf(response), forms };
	}
	return undefined;
}

/** The forms of a store's page that put a dish into the basket, filled in as the page has them. */
function basketForms(page: string): BasketForm[] {
	return [...page.matchAll(/<form method="post" action="([^"]+\/basket)(?:\?[^"]*)?">(.*?)<\/form>/gs)].map(
		([, action = "", inside = ""]) => {
			const fields = new URLSearchParams();
			for (const [input] of inside.matchAll(/<input\b[^>]*>/g)) {
				const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1];
				const name = attribute("name");
				const isChoice = attribute("type") === "radio" || attribute("type") === "checkbox";
				if (name !== undefined && (!isChoice || /\schecked\b/.test(input)))
					fields.append(name, attribute("value") ?? "");
			}
			return { action, fields };
		},
	);
}

function cookieOf(response: Response): string {
	return response.headers
		.getSetCookie()
		.map((line) => line.split(";")[0])
		.join("; ");
}

async function waitFor<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
	const deadline = performance.now() + PATIENCE_MS;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (performance.now() > deadline) throw new Error(`waited ${PATIENCE_MS / 1000} s for ${what}`);
		await sleep(POLL_MS);
	}
}
