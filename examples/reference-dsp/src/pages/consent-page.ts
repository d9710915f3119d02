import type { DspLocation } from "@ticketrail/contract";
import type { OwnerAccount } from "../accounts.ts";
import { DSP_NAME, frame } from "./frame.ts";
import { type Html, html } from "./html.ts";

interface Ask {
	client_name: string;
	redirect_uri: string;
}

interface SignIn extends Ask {
	accounts: readonly OwnerAccount[];
	problem?: string | undefined;
	username?: string | undefined;
}

/** The sign-in form of the authorize address. The forms have no `action`, so they post to that same address. */
export function signInPage({ client_name, accounts, problem, username }: SignIn): Html {
	const [sample] = accounts;
	const state = problem ? html`aria-invalid="true" aria-describedby="problem"` : false;
	return frame({
		title: problem ? "Problem: sign in" : "Sign in",
		kind: "narrow",
		main: html`
<section class="card">
<h1>${DSP_NAME} for restaurants</h1>
<p>Sign in to connect your stores to <strong>${client_name}</strong>. You decide on the next page.</p>
${problem && html`<p class="problem" id="problem" role="alert">${problem}</p>`}
<form method="post">
<input type="hidden" name="step" value="sign-in">
<p class="field"><label for="username">Username</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" value="${username}" required autofocus ${state}></p>
<p class="field"><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required ${state}></p>
<button class="main">Sign in</button>
</form>
${sample && html`<p class="sample">Sample sign-in: username <strong>${sample.username}</strong>, password <strong>${sample.password}</strong></p>`}
</section>`,
	});
}

/** The question itself: who asks, for what, for which stores, and where the browser goes afterwards. */
export function consentPage(ask: Ask & { account: OwnerAccount; stores: readonly DspLocation[] }): Html {
	const { account, client_name, redirect_uri, stores } = ask;
	return frame({
		title: `Connect ${client_name}`,
		kind: "narrow",
		header: html`<form class="who" method="post"><input type="hidden" name="step" value="sign-out">
<span>${account.full_name}</span><button class="plain">Not you?</button></form>`,
		main: html`
<section class="card">
<h1>Let ${client_name} run your stores?</h1>
<p>If you approve, <strong>${client_name}</strong> may:</p>
<ul class="grants">
<li>see your stores and their addresses</li>
<li>publish your menu here, and pause or reopen a store</li>
<li>get your orders, and accept, refuse or cancel them</li>
</ul>
<h2>${stores.length === 1 ? "Store" : `${stores.length} stores`}</h2>
<ul class="places">${stores.map(
			({ name, provider_id, address }) =>
				html`<li><strong>${name}</strong> <code>${provider_id}</code><span>${address.address_line_1}, ${address.city}, ${address.state} ${address.postal_code}</span></li>`,
		)}</ul>
<form method="post" class="decision">
<input type="hidden" name="step" value="decide">
<button class="main" name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Deny</button>
</form>
<p class="quiet">Either way you return to <code>${new URL(redirect_uri).host}</code>.</p>
</section>`,
	});
}
