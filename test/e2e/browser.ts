import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

/** Flags beyond Playwright's own (which run without the sandbox, as root must): not one byte to anyone but the page. */
const FLAGS = [
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-first-run",
	"--disable-quic",
	"--disable-gpu",
	"--font-render-hinting=none",
];

/**
 * A real, headless Chromium that came with `npm ci`, on a machine that has none and where nothing was installed.
 * The caller closes it. The first call on a machine unpacks it into `.cache/`, which takes a few seconds.
 */
export async function openBrowser(): Promise<Browser> {
	const unpacked = unpackChromium();
	const env = environmentFor(unpacked);
	return chromium.launch({ executablePath: join(unpacked, "chromium"), headless: true, args: FLAGS, env });
}

/**
 * The package's archives, unpacked once per version. It can only unpack into the temporary directory and takes a half
 * written file for a whole one, so a child does it in a directory of its own and a rename makes it visible.
 */
function unpackChromium(): string {
	const cache = join(import.meta.dirname, "../../.cache");
	const target = join(cache, `chromium-${versionOf("@sparticuz/chromium")}-${process.arch}`);
	if (existsSync(target)) return target;

	mkdirSync(cache, { recursive: true });
	const staging = mkdtempSync(join(cache, "unpacking-"));
	const program = fileURLToPath(new URL("./unpack-chromium.ts", import.meta.url));
	const env = { ...process.env, TMPDIR: staging, NODE_OPTIONS: "" };
	const child = spawnSync(process.execPath, [program], { env, encoding: "utf8" });
	if (child.status !== 0) {
		rmSync(staging, { recursive: true, force: true });
		throw new Error(`Chromium could not be unpacked: ${child.stderr || child.error?.message}`);
	}
	try {
		renameSync(staging, target);
	} catch (error) {
		// Another test process was faster: its copy is as good as ours.
		rmSync(staging, { recursive: true, force: true });
		if (!existsSync(target)) throw error;
	}
	return target;
}

function versionOf(name: string): string {
	const manifest = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));
	return manifest.devDependencies[name];
}

/** The environment that lets it start here: its own fonts, and its own libraries where the machine lacks them. */
function environmentFor(unpacked: string): Record<string, string> {
	const environment: Record<string, string> = { HOME: unpacked, FONTCONFIG_FILE: writeFontSettings(unpacked) };
	for (const name of ["PATH", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "TZ"]) {
		const value = process.env[name];
		if (value !== undefined) environment[name] = value;
	}
	const starts = spawnSync(join(unpacked, "chromium"), ["--version"], { env: environment }).status === 0;
	if (!starts) {
		const own_libraries = join(unpacked, "al2023", "lib");
		const others = environment.LD_LIBRARY_PATH;
		environment.LD_LIBRARY_PATH = others ? `${own_libraries}:${others}` : own_libraries;
	}
	return environment;
}

/** The package's font first on every machine, so that pages measure the same; the machine's own for rare signs. */
function writeFontSettings(unpacked: string): string {
	const file = join(unpacked, "fontconfig.xml");
	if (existsSync(file)) return file;
	const prefer = ["sans-serif", "system-ui"].map(
		(family) => `<alias><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`,
	);
	const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${join(unpacked, "fonts", "fonts")}</dir><dir>/usr/share/fonts</dir>
<cachedir>${join(unpacked, "font-cache")}</cachedir>${prefer.join("")}</fontconfig>`;
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, text);
	renameSync(draft, file);
	return file;
}
