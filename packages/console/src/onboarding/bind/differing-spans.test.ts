import { expect, test } from "vitest";
import { differingSpans } from "./differing-spans.ts";

test("two house numbers with swapped digits are marked where they are swapped", () => {
	expect(differingSpans("2417", "2471")).toEqual({ left: [[2, 4]], right: [[2, 4]] });
});

test("what one side has more is marked there only", () => {
	expect(differingSpans("Joe's Pizza", "Joe's Pizza Pier")).toEqual({ left: [], right: [[11, 16]] });
});

test("texts that differ in case only have nothing to mark", () => {
	expect(differingSpans("MISSION", "Mission")).toEqual({ left: [], right: [] });
});

test("a letter that grows in lower case does not shift the marks", () => {
	expect(differingSpans("İzmir", "Izmir")).toEqual({ left: [[0, 5]], right: [[0, 5]] });
});
