import { expect, test } from "vitest";
import { readSettings, SettingsProblem } from "./settings.ts";

const good = { PARTNER_API_URL: "https://hub.example/", PARTNER_CLIENT_ID: "c", PARTNER_CLIENT_SECRET: "s" };

test("four variables are enough, and systems to choose from can be named", () => {
	expect(readSettings(good)).toEqual({
		...{ api_url: "https://hub.example", client_id: "c", client_secret: "s" },
		...{ port: 8090, host: "127.0.0.1", public_url: undefined, offers: [] },
	});
	expect(readSettings({ ...good, PORT: "0", PARTNER_SOURCES: "pos:toast=Toast, dsp:doordash" })).toMatchObject({
		port: 0,
		offers: [
			{ slug: "toast", name: "Toast", type: "pos" },
			{ slug: "doordash", name: "doordash", type: "dsp" },
		],
	});
});

test("everything that is missing or wrong is named at once", () => {
	const wrong = { PARTNER_API_URL: "hub", PORT: "99999", PARTNER_SOURCES: "toast", PUBLIC_URL: "ftp://x" };
	const thrown = (() => {
		try {
			return readSettings(wrong);
		} catch (error) {
			return error;
		}
	})();
	expect(thrown).toBeInstanceOf(SettingsProblem);
	expect((thrown as SettingsProblem).lines.map((line) => line.split(/[ :]/)[0])).toEqual([
		"PORT",
		"PARTNER_API_URL",
		"PARTNER_CLIENT_ID",
		"PARTNER_CLIENT_SECRET",
		"PUBLIC_URL",
		"PARTNER_SOURCES",
	]);
});
