import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { runDoorCall } from "../door/door-calls.ts";
import { createHttpPartnerApi } from "../partner/http-partner-api.ts";
import { connectHub } from "../partner/hub-connection.ts";
import { PartnerFailure } from "../partner/partner-failure.ts";
import { asFailure, HEADERS, sendFailure, sendJson } from "./answers.ts";
import { finishReturn } from "./oauth-return.ts";
import { readJsonBody } from "./request-body.ts";
import { refuseOtherSites } from "./same-site.ts";
import { type AppSession, createSessions } from "./sessions.ts";
import type { AppSettings } from "./settings.ts";
import { addOffer, showSession, startOrg } from "./start-org.ts";
import { readPages, servePage } from "./static-files.ts";

const COOKIE = "ticketrail_onboarding_app";

/** A running app. */
export interface App {
	/** where it listens */
	url: string;
	stop(): Promise<void>;
}

/** What the app needs from outside. */
export interface AppParts {
	fetch: typeof fetch;
	now(): number;
	random(bytes: number): Buffer;
	/** folder of the built pages */
	pages: string;
	note(event: string, detail: Record<string, unknown>): void;
}

/**
 * Start the onboarding app: pages, the door that they call, and the address that a sign-in comes back to. The partner's
 * credentials and tokens stay in this process. Rejects when the port is taken or the pages are not built.
 */
export async function startApp(settings: AppSettings, parts: AppParts): Promise<App> {
	const { fetch: fetcher, now, note, random } = parts;
	const api = createHttpPartnerApi(connectHub(settings, { fetch: fetcher, now }));
	const files = readPages(parts.pages);
	let public_url = settings.public_url ?? "";
	const sessions = createSessions({
		door: { api, now, note },
		...{ offers: settings.offers, random, return_url: () => `${public_url}/back` },
	});

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? "/", "http://app");
		const known = sessions.find(readCookie(request.headers.cookie));
		if (url.pathname.startsWith("/door/")) {
			if (request.method !== "POST") throw new PartnerFailure(405, "method_not_allowed", "Use POST.");
			refuseOtherSites(request, public_url);
			const body = await readJsonBody(request);
			const session = known ?? sessions.open();
			const reply = await runForPage(session, url.pathname.slice("/door/".length), body);
			return sendJson(response, 200, reply, known ? {} : cookieOf(session, public_url));
		}
		if (request.method !== "GET" && request.method !== "HEAD") {
			throw new PartnerFailure(405, "method_not_allowed", "Use GET.");
		}
		if (url.pathname === "/back") {
			const { location } = await finishReturn(known, url.searchParams);
			return void response.writeHead(303, { ...HEADERS, location }).end();
		}
		servePage(files, url.pathname.replace(/^\/onboard(?=\/)/, ""), response);
	}

	function runForPage(session: AppSession, name: string, body: unknown): Promise<unknown> {
		switch (name) {
			case "session":
				return showSession(session);
			case "start":
				return startOrg(api, session, body);
			case "offer":
				return addOffer(session, body);
			default:
				return runDoorCall(session.door, name, body);
		}
	}

	const server = createServer((request, response) => {
		answer(request, response).catch((error) => {
			if (!(error instanceof PartnerFailure)) note("app.failed", { reason: String(error) });
			if (response.headersSent) return response.destroy();
			sendFailure(response, asFailure(error));
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject).listen(settings.port, settings.host, resolve);
	});
	const { port } = server.address() as AddressInfo;
	const host = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
	const url = `http://${host}:${port}`;
	public_url ||= url;
	return {
		url,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function readCookie(header: string | undefined): string | undefined {
	return header
		?.split(";")
		.map((part) => part.trim().split("="))
		.find(([name]) => name === COOKIE)?.[1];
}

/** Lax: the browser brings it when it comes back from the POS, and on no request that another site makes in its name. */
function cookieOf(session: AppSession, public_url: string): Record<string, string> {
	const secure = public_url.startsWith("https:") ? "; Secure" : "";
	return { "set-cookie": `${COOKIE}=${session.id}; Path=/; HttpOnly; SameSite=Lax${secure}` };
}
