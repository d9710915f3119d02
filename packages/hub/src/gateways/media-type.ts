import { HubError } from "../base/error.ts";

/** What a body may be. */
export type BodyForm = "json" | "form";

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";
const CHARSET = /^charset="?utf-8"?$/;

/**
 * Decides from Content-Type how a body is to be read: exactly `application/json`, on OAuth endpoints also
 * `application/x-www-form-urlencoded`, either with no parameter but `charset=utf-8`. Throws `unsupported_media_type`.
 */
export function bodyForm(content_type: string | undefined, options: { accepts_form: boolean }): BodyForm {
	const [type, ...parameters] = (content_type ?? "").split(";").map((part) => part.trim().toLowerCase());
	const form = type === JSON_TYPE ? "json" : type === FORM_TYPE && options.accepts_form ? "form" : undefined;
	if (form && parameters.every((parameter) => parameter === "" || CHARSET.test(parameter))) return form;
	const accepted = options.accepts_form ? `${JSON_TYPE} or ${FORM_TYPE}` : JSON_TYPE;
	throw new HubError("unsupported_media_type", {
		detail: content_type
			? `Content-Type must be ${accepted}, in UTF-8.`
			: `Content-Type is missing; it must be ${accepted}.`,
	});
}
