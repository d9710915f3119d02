import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Static, TSchema } from "typebox";
import { type JsonSchema, toJsonSchema } from "./json-schema.ts";
import { describeError, type FieldProblem } from "./problem-text.ts";
import { withoutNulls } from "./without-nulls.ts";

export type Checked<T> = { ok: true; value: T } | { ok: false; problems: FieldProblem[] };

export type CompileOptions = {
	/** Treat closed value lists as open, for the receiver of what a newer hub sends (contract.md F.1.1). */
	open_enums?: boolean;
	/** Report every problem instead of the first: for reports on trusted, bounded documents, never on a hot path. */
	every_problem?: boolean;
};

/**
 * A check of a value from outside against a schema. Nothing is coerced, unknown fields pass, and a field that is `null`
 * counts as missing (contract.md F.1.2): in that case `value` is a copy without those fields, otherwise the value
 * itself. The validator is built on the first call, so compiling at module level costs nothing.
 */
export function compile<S extends TSchema>(
	schema: S,
	options: CompileOptions = {},
): (value: unknown) => Checked<Static<S>> {
	return checkBy(() => buildValidator(toJsonSchema(schema, { open_enums: options.open_enums ?? false }), options));
}

/** The same from what `toJsonSchema` made of a schema; `T` is the form that the schema says. */
export function compileJson<T>(schema: JsonSchema): (value: unknown) => Checked<T> {
	return checkBy(() => buildValidator(schema));
}

function checkBy<T>(build: () => ValidateFunction): (value: unknown) => Checked<T> {
	let validate: ValidateFunction | undefined;
	return (value) => {
		validate ??= build();
		try {
			if (validate(value)) return { ok: true, value: value as T };
			const without = withoutNulls(value);
			if (without !== value && validate(without)) return { ok: true, value: without as T };
			return { ok: false, problems: describe(validate.errors ?? []) };
		} catch (error) {
			if (error instanceof RangeError) return { ok: false, problems: [{ path: "", message: "is nested too deeply" }] };
			throw error;
		}
	};
}

function buildValidator(schema: JsonSchema, options: CompileOptions = {}): ValidateFunction {
	const ajv = new Ajv2020({
		allErrors: options.every_problem ?? false,
		discriminator: true,
		strict: true,
		verbose: true,
		validateSchema: false,
		code: { optimize: 1 },
	});
	ajv.addVocabulary(["x-known-values"]);
	return ajv.compile(schema);
}

function describe(errors: readonly ErrorObject[]): FieldProblem[] {
	return errors.map(describeError);
}
