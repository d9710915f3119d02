import type { ErrorObject } from "ajv";

/** One field at fault: `path` is a JSON pointer into the value, `""` its root; `message` completes "This field …". */
export type FieldProblem = { path: string; message: string };

/** An Ajv error in words that the sender of the value understands; it never repeats the value itself. */
export function describeError(error: ErrorObject): FieldProblem {
	const { keyword, params, instancePath: path } = error;
	switch (keyword) {
		case "required":
			return { path: `${path}/${pointerPart(params.missingProperty)}`, message: "is missing" };
		case "type":
			return { path, message: `must be ${article(params.type)}, not ${article(kindOf(error.data))}` };
		case "const":
			return { path, message: `must be ${JSON.stringify(params.allowedValue)}` };
		case "enum":
			return { path, message: `must be one of ${params.allowedValues.join(", ")}` };
		case "discriminator": {
			const missing = params.tagValue === undefined;
			return { path: `${path}/${pointerPart(params.tag)}`, message: missing ? "is missing" : "is not a known value" };
		}
		case "minLength":
			return {
				path,
				message: params.limit > 1 ? `must have at least ${params.limit} characters` : "must not be empty",
			};
		case "maxLength":
			return { path, message: `must have at most ${params.limit} characters` };
		case "additionalProperties":
			return { path: `${path}/${pointerPart(params.additionalProperty)}`, message: "is not known here" };
		case "minItems":
			return { path, message: `must have at least ${params.limit} ${params.limit === 1 ? "entry" : "entries"}` };
		case "minimum":
		case "maximum":
			return { path, message: `must be ${params.comparison} ${params.limit}` };
		default:
			return { path, message: error.message ?? "has the wrong form" };
	}
}

function pointerPart(name: string): string {
	return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function kindOf(value: unknown): string {
	if (value === null) return "null";
	return Array.isArray(value) ? "array" : typeof value;
}

function article(kind: string): string {
	if (kind === "null") return kind;
	if (kind === "integer") return "a whole number";
	return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
