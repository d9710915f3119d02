import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** One page for every door, served below /onboard by the app and by the hub, under a policy that allows no inline code. */
export default defineConfig({
	base: "/onboard/",
	plugins: [react(), tailwindcss()],
	build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
});
