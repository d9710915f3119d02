import { createContext, type ReactNode, use, useMemo } from "react";
import { EN, type TextKey } from "./en.ts";
import { toPseudo } from "./pseudo.ts";

export type { TextKey } from "./en.ts";

/** Values for the places in a text. */
export type TextValues = Readonly<Record<string, string | number>>;

/** Languages on offer; `pseudo` is English made longer and stranger, to see what would not fit or is not in the files. */
export const LOCALES = ["en", "pseudo"] as const;
export type Locale = (typeof LOCALES)[number];

/** Texts of one language. */
export interface Text {
	/** For `Intl`. */
	language: string;
	/** The text of a key, its `{places}` filled. */
	t(key: TextKey, values?: TextValues): string;
	/** The plural form of a key for a count: `<key>_one` or `<key>_other`, with `{count}` filled. */
	count(key: CountedKey, count: number, values?: TextValues): string;
	/** The same for the texts of an app that shows these screens among its own. */
	of<Own extends Readonly<Record<string, string>>>(own: Own): (key: keyof Own, values?: TextValues) => string;
}

/** Keys that exist as `_one` and `_other`. */
export type CountedKey = TextKey extends infer K ? (K extends `${infer Stem}_other` ? Stem : never) : never;

const TextContext = createContext<Text | undefined>(undefined);

/** Gives the parts below their language. */
export function TextProvider({ locale, children }: { locale: Locale; children: ReactNode }): ReactNode {
	const text = useMemo(() => createText(locale), [locale]);
	return <TextContext value={text}>{children}</TextContext>;
}

/** The texts of the language in force. */
export function useText(): Text {
	const text = use(TextContext);
	if (text === undefined) throw new Error("a part of the console stands outside of TextProvider");
	return text;
}

/** Makes the texts of a language. */
function createText(locale: Locale): Text {
	const language = formatLanguage(typeof navigator === "undefined" ? [] : navigator.languages);
	const plural = new Intl.PluralRules("en");
	const numbers = new Intl.NumberFormat(language);
	const say = (english: string, values: TextValues) =>
		(locale === "pseudo" ? toPseudo(english) : english).replace(/\{(\w+)\}/g, (place, name: string) => {
			const value = values[name];
			if (value === undefined) return place;
			return typeof value === "number" ? numbers.format(value) : value;
		});
	const t = (key: TextKey, values: TextValues = {}) => say(EN[key], values);
	return {
		language,
		t,
		of:
			(own) =>
			(key, values = {}) =>
				say(own[key] ?? "", values),
		count: (key, count, values) =>
			t(`${key}_${plural.select(count) === "one" ? "one" : "other"}` as TextKey, { count, ...values }),
	};
}

/** The person's own kind of English for numbers and dates; what the browser says of it may be no language tag at all. */
function formatLanguage(tags: readonly string[]): string {
	return tags.find((tag) => /^en(-[A-Za-z]{2})?$/.test(tag)) ?? "en";
}
