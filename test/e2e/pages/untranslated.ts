import type { Page } from "playwright-core";

const ACCENTED = [..."áçéğíñöšüýžÅÇÉÎÑØŠÛ"];
const plainOf = (letter: string) => (letter === "Ø" ? "O" : (letter.normalize("NFD")[0] ?? letter));

/** English words as the pseudo language writes them: `Connect` is found as `Çöññéçt`. */
export function pseudo(english: string): RegExp {
	const classes = [...english].map((letter) => {
		const accented = ACCENTED.filter((other) => plainOf(other) === letter);
		return accented.length > 0 ? `[${letter}${accented.join("")}]` : letter.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	});
	return new RegExp(classes.join(""), "u");
}

/** Makes the page speak the pseudo language, and notes every text that its own server answers: names and ids are nobody's to translate. */
export async function speakPseudo(page: Page): Promise<Set<string>> {
	await page.addInitScript(() => localStorage.setItem("ticketrail.preferences", JSON.stringify({ locale: "pseudo" })));
	const data = new Set<string>();
	const note = (value: unknown): void => {
		if (typeof value === "string" && value.trim() !== "") data.add(value.trim());
		else if (value !== null && typeof value === "object") Object.values(value).forEach(note);
	};
	page.on("response", async (response) => {
		if (response.headers()["content-type"]?.includes("json")) note(await response.json().catch(() => null));
	});
	return data;
}

/** Words on the page that stand in no resource file and are no data. Times are written by the browser, code is for machines. */
export async function untranslated(page: Page, data: ReadonlySet<string>): Promise<string[]> {
	const said = await page.evaluate(() => {
		const texts: string[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
		for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
			if (node instanceof Element) {
				for (const name of ["aria-label", "placeholder", "title", "alt"]) texts.push(node.getAttribute(name) ?? "");
			} else if (node.parentElement?.closest("code, time, script, style, mark, [role=tooltip]") === null) {
				texts.push(node.textContent ?? "");
			}
		}
		texts.push(document.title);
		return texts;
	});
	const known = [...data].sort((a, b) => b.length - a.length);
	return said.filter((text) => {
		let left = text;
		for (const value of known) left = left.replaceAll(value, " ");
		// a translated text may stand within another
		for (let before = ""; before !== left; ) {
			before = left;
			left = left.replaceAll(/\[[^[\]]*~\]/g, " ");
		}
		return /\p{L}{2}/u.test(left);
	});
}
