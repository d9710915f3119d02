import type { JsonSchema } from "@ticketrail/contract";
import { type Html, html } from "./html.ts";

const PREFIX = "#/components/schemas/";

/** The fields of an object schema as a table; of anything else its type in a sentence. */
export function renderSchema(schema: JsonSchema): Html {
	const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
	if (properties.length === 0) return html`<p>${renderType(schema)}</p>`;
	const required = (schema.required ?? []) as string[];
	const rows = properties.map(
		([name, part]) => html`<tr>
<td><code>${name}</code>${required.includes(name) && html` <em class="required">required</em>`}</td>
<td>${renderType(part)}</td><td>${renderRemarks(part)}</td></tr>`,
	);
	return renderTable(["Field", "Type", "Meaning"], rows);
}

/** A table that scrolls by itself on a narrow screen and can be reached by keyboard there. */
export function renderTable(heads: readonly string[], rows: readonly Html[]): Html {
	return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

/** A type in words, with links to named schemas. */
export function renderType(schema: JsonSchema): Html {
	if (typeof schema.$ref === "string") {
		const name = schema.$ref.slice(PREFIX.length);
		return html`<a href="#schema-${name}">${name}</a>`;
	}
	const variants = (schema.oneOf ?? schema.anyOf ?? schema.allOf) as JsonSchema[] | undefined;
	if (variants) {
		const word = schema.allOf ? " with " : " or ";
		return html`${variants.map((variant, at) => html`${at > 0 && word}${renderType(variant)}`)}`;
	}
	if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
	if (Array.isArray(schema.enum)) return html`one of ${renderValues(schema.enum)}`;
	if (schema.type === "array") return html`list of ${renderType((schema.items ?? {}) as JsonSchema)}`;
	if (schema.type === "object" && schema.properties) {
		const names = Object.keys(schema.properties);
		return html`object: ${names.map((name, at) => html`${at > 0 && ", "}<code>${name}</code>`)}`;
	}
	return html`${WORDS[String(schema.type)] ?? String(schema.type ?? "anything")}`;
}

const WORDS: Record<string, string> = {
	string: "text",
	integer: "whole number",
	number: "number",
	boolean: "true or false",
	object: "object",
	null: "null",
};

function renderRemarks(schema: JsonSchema): Html {
	const known = schema["x-known-values"];
	const bounds = Object.entries(BOUNDS).flatMap(([keyword, words]) => {
		const limit = schema[keyword];
		// Bounds that only mean "whatever a number or index can hold" tell a reader nothing.
		return typeof limit === "number" && Math.abs(limit) < 1e12 ? [`${words} ${limit}`] : [];
	});
	const pattern = typeof schema.pattern === "string" && html`Like <code>${schema.pattern}</code>. `;
	return html`${typeof schema.description === "string" && `${schema.description}. `}
${Array.isArray(known) && html`Known values: ${renderValues(known)}. `}${pattern}${bounds.length > 0 && `${bounds.join(", ")}.`}`;
}

const BOUNDS = { minLength: "At least characters:", maxLength: "at most characters:", minimum: "from", maximum: "to" };

function renderValues(values: readonly unknown[]): Html {
	return html`${values.map((value, at) => html`${at > 0 && ", "}<code>${String(value)}</code>`)}`;
}
