import { types } from "pg";

const INT8 = 20;
const INT8_ARRAY = 1016;

type Parser = (value: string) => unknown;

function parseInt8(text: string): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value)) throw new RangeError(`a bigint column holds ${text}, which a number cannot carry`);
	return value;
}

/**
 * How columns become JavaScript values: the driver's own way, except that `bigint` is a number (epoch ms, minor
 * units) and a value beyond 2^53 is an error rather than a wrong amount.
 */
export const columnTypes = {
	getTypeParser(oid: number, format?: "text" | "binary"): Parser {
		if (format !== "binary" && oid === INT8) return parseInt8;
		if (format !== "binary" && oid === INT8_ARRAY) {
			const parseTexts = types.getTypeParser(oid as never, "text") as unknown as (value: string) => (string | null)[];
			return (value) => parseTexts(value).map((text) => (text === null ? null : parseInt8(text)));
		}
		return types.getTypeParser(oid as never, format as "text") as Parser;
	},
} as never;
