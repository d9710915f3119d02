import { expect, test } from "vitest";
import { contrast, inkOn, lineOf } from "./contrast.ts";

const COLOURS = ["#000000", "#ffffff", "#ffd500", "#9a3412", "#777777", "#0000ff", "#00ff00", "#fdf6e3"];

test.each(COLOURS)("text on %s can be read", (colour) => {
	expect(contrast(inkOn(colour), colour)).toBeGreaterThanOrEqual(4.5);
});

test.each(COLOURS)("a line of %s can be seen in both schemes", (colour) => {
	for (const paper of ["#faf9f6", "#ffffff", "#f3f1ec"])
		expect(contrast(lineOf(colour, "light"), paper)).toBeGreaterThanOrEqual(3);
	for (const paper of ["#131211", "#1b1a18", "#232120"])
		expect(contrast(lineOf(colour, "dark"), paper)).toBeGreaterThanOrEqual(3);
});

test("a colour that can be seen already stays as it is", () => {
	expect(lineOf("#9a3412", "light")).toBe("#9a3412");
	expect(lineOf("#ffd500", "dark")).toBe("#ffd500");
});
