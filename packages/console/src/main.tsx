import { createRoot } from "react-dom/client";
import { ConsoleApp } from "./frame/console-app.tsx";

const root = document.getElementById("app");
if (root !== null) createRoot(root).render(<ConsoleApp />);
