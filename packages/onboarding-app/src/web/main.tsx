import { createRoot } from "react-dom/client";
import { AppDoor } from "./app-door.tsx";
import { LinkDoor } from "./link-door.tsx";
import { WidgetDoor } from "./widget-door.tsx";

/** One build for three doors: the address tells which. */
function doorOf(path: string) {
	if (path === "/onboard/frame") return <WidgetDoor />;
	return path === "/onboard" ? <LinkDoor /> : <AppDoor />;
}

const root = document.getElementById("app");
if (root !== null) createRoot(root).render(doorOf(location.pathname));
