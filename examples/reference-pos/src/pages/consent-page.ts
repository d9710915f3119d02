import type { PosLocation } from "@ticketrail/contract";
import type { MerchantAccount } from "../accounts.ts";
import { frame, POS_NAME } from "./frame.ts";
import { type Html, html } from "./html.ts";

interface Ask {
	client: { name: string };
	redirect_uri: string;
}

/** The sign-in form of the authorize address. The forms have no `action`, so they post to that same address. */
export function signInPage(
	ask: Ask & { accounts: readonly MerchantAccount[]; problem?: string | undefined; username?: string | undefined },
): Html {
	const [sample] = ask.accounts;
	const described_by = ask.problem ? html`aria-invalid="true" aria-describedby="problem"` : false;
	return frame({
		title: ask.problem ? "Problem: sign in" : "Sign in",
		kind: "narrow",
		main: html`
<section class="card">
<h1>Sign in to ${POS_NAME}</h1>
<p class="lead"><strong>${ask.client.name}</strong> asks to connect to your restaurant. Sign in first; you decide on the next page.</p>
${ask.problem && html`<p class="problem" id="problem" role="alert">${ask.problem}</p>`}
<form method="post">
<input type="hidden" name="step" value="sign-in">
<div class="field"><label for="username">Username</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" value="${ask.username}" required autofocus ${described_by}></div>
<div class="field"><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required ${described_by}></div>
<button class="main">Sign in</button>
</form>
${sample && html`<p class="sample">Sample sign-in: username <code>${sample.username}</code>, password <code>${sample.password}</code></p>`}
</section>`,
	});
}

/** The question itself: who asks, for what, for which locations, and where the browser goes afterwards. */
export function consentPage(ask: Ask & { account: MerchantAccount; locations: readonly PosLocation[] }): Html {
	const { account, client, locations } = ask;
	return frame({
		title: `Connect ${client.name}`,
		kind: "narrow",
		header: html`<form class="who" method="post"><input type="hidden" name="step" value="sign-out">
<span>${account.full_name}</span><button class="plain">Not you?</button></form>`,
		main: html`
<section class="card">
<h1>Connect ${client.name} to ${account.merchant}?</h1>
<p class="lead">If you approve, <strong>${client.name}</strong> may:</p>
<ul class="grants">
<li>see your locations and their addresses</li>
<li>read your menu, prices and what is sold out</li>
<li>put orders into your kitchen, and change or cancel those orders</li>
</ul>
<p>It will never see your password. You can disconnect it at any time.</p>
<h2>${locations.length === 1 ? "Location" : `${locations.length} locations`}</h2>
<ul class="places">${locations.map(
			({ name, address }) =>
				html`<li><strong>${name}</strong><span>${address.address_line_1}, ${address.city}, ${address.state} ${address.postal_code}</span></li>`,
		)}</ul>
<form method="post" class="decision">
<input type="hidden" name="step" value="decide">
<button class="main" name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Deny</button>
</form>
<p class="quiet">Either way you return to <code>${new URL(ask.redirect_uri).host}</code>.</p>
</section>`,
	});
}
