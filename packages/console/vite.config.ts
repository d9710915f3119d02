import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** One page, served by the hub under a content policy that allows no inline code: nothing is inlined into it. */
export default defineConfig({
	plugins: [react(), tailwindcss()],
	build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
});
