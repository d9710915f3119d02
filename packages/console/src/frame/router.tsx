import { type AnyRoute, createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { type ComponentType, type ReactNode, use } from "react";
import { CrashNote } from "./crash-note.tsx";
import { Gate } from "./gate.tsx";
import { Home } from "./home.tsx";
import { NotFound } from "./not-found.tsx";

/** Queries are plain text on both ways, so that an address reads as a person would write it. */
const parseSearch = (text: string) => Object.fromEntries(new URLSearchParams(text));
const stringifySearch = (search: Record<string, unknown>) => {
	const text = new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)])).toString();
	return text === "" ? "" : `?${text}`;
};

type Params = Record<string, string>;

/** A screen's file: what it holds, once it is there. */
interface ScreenFile {
	loaded: ComponentType<Params> | undefined;
	load(): Promise<ComponentType<Params>>;
}

function screenFile(fetchIt: () => Promise<ComponentType<Params>>): ScreenFile {
	let loading: Promise<ComponentType<Params>> | undefined;
	const file: ScreenFile = {
		loaded: undefined,
		load() {
			loading ??= fetchIt().then((screen) => {
				file.loaded = screen;
				return screen;
			});
			return loading;
		},
	};
	return file;
}

/**
 * A screen out of its file. Where that came before the screen is drawn it stands there at once: behind a fallback, however short,
 * React holds a screen back for 300 ms, and its requests with it.
 */
function ScreenOf({ file, params }: { file: ScreenFile; params: Params }): ReactNode {
	const Screen = file.loaded ?? use(file.load());
	return <Screen {...params} />;
}

/** Makes the console's router. Each screen's file is asked for as soon as somebody goes there, while the session is asked for too. */
export function createConsoleRouter() {
	const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: CrashNote });
	const screen = (path: string, load: () => Promise<ComponentType<Params>>): AnyRoute => {
		const file = screenFile(load);
		const route: AnyRoute = createRoute({
			getParentRoute: () => root,
			path,
			// a file that does not come is told of where it is drawn
			beforeLoad: () => void file.load().catch(() => {}),
			component: () => <ScreenOf file={file} params={route.useParams() as Params} />,
		});
		return route;
	};
	const as = (component: unknown) => component as ComponentType<Params>;
	const routes = [
		createRoute({ getParentRoute: () => root, path: "/", component: Home }),
		createRoute({ getParentRoute: () => root, path: "/sign-in", component: Home }),
		screen("/orgs", async () => as((await import("../screens/orgs/orgs-screen.tsx")).OrgsScreen)),
		screen("/orgs/$org_id", async () => as((await import("../screens/org/org-screen.tsx")).OrgScreen)),
		screen("/orgs/$org_id/link/$integration_id", async () =>
			as((await import("../screens/org/bind-page.tsx")).BindPage),
		),
		screen("/orgs/$org_id/integrations/$integration_id", async () =>
			as((await import("../screens/integration/integration-screen.tsx")).IntegrationScreen),
		),
		screen("/orgs/$org_id/menus/$location_id", async () =>
			as((await import("../screens/menu/menu-screen.tsx")).MenuScreen),
		),
		screen("/orders", async () => as((await import("../screens/orders/orders-screen.tsx")).OrdersScreen)),
		screen("/orders/$org_id/$order_id", async () =>
			as((await import("../screens/order/order-screen.tsx")).OrderScreen),
		),
		screen("/unroutable", async () =>
			as((await import("../screens/unroutable/unroutable-screen.tsx")).UnroutableScreen),
		),
		screen("/menus", async () => as((await import("../screens/menus/menus-screen.tsx")).MenusScreen)),
		screen("/logs", async () => as((await import("../screens/logs/logs-screen.tsx")).LogsScreen)),
		screen("/webhooks", async () => as((await import("../screens/webhooks/webhooks-screen.tsx")).WebhooksScreen)),
		screen("/audit", async () => as((await import("../screens/audit/audit-screen.tsx")).AuditScreen)),
		screen("/system", async () => as((await import("../screens/system/system-screen.tsx")).SystemScreen)),
		screen("/settings", async () => as((await import("../screens/settings/settings-screen.tsx")).SettingsScreen)),
	];
	return createRouter({ routeTree: root.addChildren(routes), parseSearch, stringifySearch, defaultPreload: false });
}
