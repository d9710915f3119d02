import { expect, test } from "vitest";
import { agoFormat, dateFormat, numberFormat } from "./formats.ts";

test("a format is made once for its language and options, and anew for others", () => {
	const in_rome = dateFormat("en", { timeZone: "Europe/Rome", dateStyle: "medium" });
	expect(dateFormat("en", { timeZone: "Europe/Rome", dateStyle: "medium" })).toBe(in_rome);
	expect(dateFormat("en", { timeZone: "Asia/Tokyo", dateStyle: "medium" }).resolvedOptions().timeZone).toBe(
		"Asia/Tokyo",
	);
	expect(numberFormat("en", { maximumFractionDigits: 1 }).format(1.25)).toBe("1.3");
	expect(numberFormat("de", { maximumFractionDigits: 1 }).format(1.25)).toBe("1,3");
	expect(agoFormat("en", { style: "short" })).toBe(agoFormat("en", { style: "short" }));
});
