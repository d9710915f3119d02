import { DSP_PATHS, POS_PATHS } from "@ticketrail/contract";
import { describe, expect, test } from "vitest";
import {
	completeSettings,
	DEFAULT_SETTINGS,
	endpointUrl,
	parseBaseUrl,
	parsePaths,
	parseSettings,
} from "./provider.ts";
import { testProvider } from "./test-provider.ts";

const invalid = (param: string, detail = "") =>
	expect.objectContaining({ code: "invalid_field", param, detail: expect.stringContaining(detail) });

describe("the settings of a provider", () => {
	test("are what was set, and the defaults for the rest", () => {
		const set = parseSettings("pos", ["delivery_contract=dedupes_by_order_id", "accepts_unpaid=true"]);
		expect(set).toEqual({ delivery_contract: "dedupes_by_order_id", accepts_unpaid: true });
		expect(completeSettings(set)).toEqual({ ...DEFAULT_SETTINGS, ...set });
		expect(parseSettings("dsp", ["menu_version=v2", "verdict_deadline_s=90", "object_updates=false"])).toEqual({
			menu_version: "v2",
			verdict_deadline_s: 90,
			object_updates: false,
		});
		expect(parseSettings("dsp", ["manual_code=token", "manual_code=exchange"])).toEqual({ manual_code: "exchange" });
	});

	test("cannot be misspelt or mistaken without being told what would do", () => {
		expect(() => parseSettings("pos", ["acepts_unpaid=true"])).toThrow(invalid("acepts_unpaid", "accepts_unpaid"));
		expect(() => parseSettings("pos", ["menu_version=v2"])).toThrow(invalid("menu_version", "setting of a DSP"));
		expect(() => parseSettings("dsp", ["accepts_unpaid=true"])).toThrow(invalid("accepts_unpaid", "setting of a POS"));
		expect(() => parseSettings("dsp", ["menu_version=3"])).toThrow(invalid("menu_version", "v1 or v2"));
		expect(() => parseSettings("pos", ["accepts_unpaid=yes"])).toThrow(invalid("accepts_unpaid", "true or false"));
		for (const value of ["0", "-1", "3601", "1.5", "1e2", "", "ninety"]) {
			expect(() => parseSettings("dsp", [`verdict_deadline_s=${value}`])).toThrow(
				invalid("verdict_deadline_s", "1 to 3600"),
			);
		}
		for (const pair of ["accepts_unpaid", "=true", ""]) {
			expect(() => parseSettings("pos", [pair])).toThrow(invalid("--set", "name=value"));
		}
		expect(() => parseSettings("pos", ["__proto__=x"])).toThrow(invalid("__proto__"));
		expect(() => parseSettings("pos", ["toString=x"])).toThrow(invalid("toString"));
	});
});

describe("the paths of a provider", () => {
	// covers: B.0 paths, C.1 paths, F-10
	test("are the contract's, unless set", () => {
		const pos = testProvider({
			base_url: "https://pos.example.test/stream",
			paths: parsePaths("pos", ["token=/oauth/token"]),
		});
		expect(endpointUrl(pos, "token")).toBe("https://pos.example.test/stream/oauth/token");
		expect(endpointUrl(pos, "orders")).toBe(`https://pos.example.test/stream${POS_PATHS.orders}`);
		const dsp = testProvider({ type: "dsp", base_url: "https://dsp.example.test", paths: {} });
		expect(endpointUrl(dsp, "event")).toBe(`https://dsp.example.test${DSP_PATHS.event}`);
	});

	test("may be named as the contract writes them", () => {
		expect(parsePaths("dsp", ["locations/connection=/c", "event=/e?v=1"])).toEqual({
			connection: "/c",
			event: "/e?v=1",
		});
	});

	test("must exist and look like paths", () => {
		expect(() => parsePaths("pos", ["event=/x"])).toThrow(invalid("event", "orders"));
		expect(() => parsePaths("dsp", ["orders=/x"])).toThrow(invalid("orders", "event"));
		for (const path of ["", "x", "//evil.example.test/x", "https://x/", "/a b", "/a\\b", "/a\nb", "/a#b", "@evil"]) {
			expect(() => parsePaths("pos", [`token=${path}`]), path).toThrow(invalid("token"));
		}
	});
});

describe("the base URL of a provider", () => {
	test("is kept without a slash at the end", () => {
		expect(parseBaseUrl("https://POS.example.test:443/")).toBe("https://pos.example.test");
		expect(parseBaseUrl("http://127.0.0.1:4001/a/b//")).toBe("http://127.0.0.1:4001/a/b");
	});

	test("is nothing but scheme, host, port and prefix", () => {
		for (const text of [
			"",
			"pos.example.test",
			"ftp://x/",
			"https://u@x/",
			"https://u:p@x/",
			"https://x/?a=1",
			"https://x/?",
			"https://x/#a",
		]) {
			expect(() => parseBaseUrl(text), text).toThrow(invalid("base_url"));
		}
	});
});
