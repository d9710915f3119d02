import { type AnyRoute, createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { type ComponentType, lazy } from "react";
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

/** Makes the console's router. Each screen is a file of its own that is loaded when somebody goes there. */
export function createConsoleRouter() {
	const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: CrashNote });
	const screen = (path: string, load: () => Promise<ComponentType<Params>>): AnyRoute => {
		const Screen = lazy(async () => ({ default: await load() }));
		const route: AnyRoute = createRoute({
			getParentRoute: () => root,
			path,
			component: () => <Screen {...(route.useParams() as Params)} />,
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
		screen("/system", async () => as((await import("../screens/system/system-screen.tsx")).SystemScreen)),
		screen("/settings", async () => as((await import("../screens/settings/settings-screen.tsx")).SettingsScreen)),
	];
	return createRouter({ routeTree: root.addChildren(routes), parseSearch, stringifySearch, defaultPreload: false });
}
