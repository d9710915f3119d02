import type { JsonSchema } from "@ticketrail/contract";
import { ERRORS, type ErrorCode } from "../../base/error.ts";
import type { OpenapiOfHub, Operation } from "../openapi.ts";
import { curlFor } from "./curl.ts";
import { renderPage } from "./frame.ts";
import { type Html, html } from "./html.ts";
import { renderSchema, renderTable, renderType } from "./schema-table.ts";

interface Call {
	method: string;
	path: string;
	operation: Operation;
}

/**
 * The API reference at `/docs`: the OpenAPI document as one page that works without a script, offline and on paper.
 * Each code's explanation has the address that problems carry as `type`: `/docs#error-<code>`.
 */
export function renderDocs(page: { api: OpenapiOfHub; version: string; public_url: string }): string {
	const { api, version, public_url } = page;
	const calls: Call[] = Object.entries(api.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
	);
	const groups = api.tags.map((tag) => ({
		...tag,
		calls: calls.filter(({ operation }) => operation.tags[0] === tag.name),
	}));
	const link = ({ method, path, operation }: Call) =>
		html`<li><a href="#${operation.operationId}">${renderMethod(method)} <code>${path}</code></a></li>`;
	const schemas = Object.entries(api.components.schemas);
	return renderPage({
		title: "Ticketrail API reference",
		version,
		body: html`
<h1>API reference</h1>
<p class="lead">What the hub at <code>${public_url}</code> serves. For programs: <a href="/openapi.json">openapi.json</a>.</p>
<p>Times are epoch milliseconds, amounts are whole minor units of the currency. Unknown fields in what you send are
ignored. Every answer has the header <code>Request-Id</code>; name it when you ask for help.</p>
<details class="contents" open><summary>Contents</summary>
<div class="columns">${groups.map((group) => html`<div><h2 class="small">${group.name}</h2><ul>${group.calls.map(link)}</ul></div>`)}
<div><h2 class="small">Everywhere</h2><ul><li><a href="#errors">Errors</a></li><li><a href="#schemas">Schemas</a></li></ul></div></div></details>
${groups.map(
	(group) => html`<section><h2>${group.name}</h2><p>${group.description}.</p>
${group.calls.map((call) => renderCall(call, public_url, api))}</section>`,
)}
<section id="errors"><h2>Errors</h2>
<p>Every refusal is <code>application/problem+json</code>: <code>code</code> is for programs and stable, <code>detail</code>
is about this case, <code>param</code> names the field at fault, <code>next</code> says what to do.</p>
${renderTable(["Code", "Status", "What it means", "What to do"], (Object.keys(ERRORS) as ErrorCode[]).map(renderErrorRow))}</section>
<section id="schemas"><h2>Schemas</h2>
${schemas.map(([name, schema]) => html`<article id="schema-${name}"><h3>${name}</h3>${renderSchema(schema)}</article>`)}
</section>`,
	});
}

function renderCall(call: Call, public_url: string, api: OpenapiOfHub): Html {
	const { method, path, operation } = call;
	const parameters = operation.parameters ?? [];
	const body = operation.requestBody?.content["application/json"]?.schema;
	const replies = Object.entries(operation.responses).filter(([status]) => Number(status) < 400);
	const curl = curlFor({ ...call, public_url, schemas: api.components.schemas });
	return html`<article id="${operation.operationId}">
<h3>${renderMethod(method)} <code>${path}</code></h3>
<p><strong>${operation.summary}.</strong> ${operation.description}</p>
<p class="quiet">${describeAuth(operation)}</p>
${
	parameters.length > 0 &&
	renderTable(
		["Parameter", "In", "Type"],
		parameters.map(
			(parameter) => html`<tr>
<td><code>${parameter.name}</code>${parameter.required && html` <em class="required">required</em>`}</td>
<td>${parameter.in}</td><td>${renderType(parameter.schema)}</td></tr>`,
		),
	)
}
${body && html`<h4>Body</h4>${renderBody(body, api)}`}
<h4>Replies</h4>
<ul class="replies">${replies.map(([status, reply]) => html`<li><code>${status}</code> ${reply.description}${renderReplyForm(reply)}</li>`)}
<li>Refused: ${operation["x-error-codes"].map((code, at) => html`${at > 0 && ", "}<a href="#error-${code}"><code>${code}</code></a>`)}</li></ul>
<pre tabindex="0"><code>${curl}</code></pre>
</article>`;
}

function renderMethod(method: string): Html {
	return html`<span class="method ${method}">${method.toUpperCase()}</span>`;
}

/** The fields in place, so that nobody has to jump away to read them. */
function renderBody(schema: JsonSchema, api: OpenapiOfHub): Html {
	if (typeof schema.$ref !== "string") return renderSchema(schema);
	const named = api.components.schemas[schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1)];
	return html`<p>${renderType(schema)}</p>${named?.properties ? renderSchema(named) : undefined}`;
}

function renderReplyForm(reply: Operation["responses"][string]): Html | undefined {
	const [form] = Object.entries(reply.content ?? {});
	if (!form) return undefined;
	const [content_type, { schema }] = form;
	return content_type === "application/json" ? html`: ${renderType(schema)}` : html`, <code>${content_type}</code>`;
}

function describeAuth(operation: Operation): string {
	const [scheme] = operation.security ?? [];
	if (scheme?.partner_token) return `Needs a token with the scope ${scheme.partner_token.join(", ")}.`;
	if (scheme?.signature) return "Signed with the provider's webhook secret over the raw body.";
	return "Open to everyone who can reach the hub.";
}

function renderErrorRow(code: ErrorCode): Html {
	const { status, title, next } = ERRORS[code];
	return html`<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td><td>${next}</td></tr>`;
}
