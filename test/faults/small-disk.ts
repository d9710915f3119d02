import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A disk that has only so much room. */
export interface SmallDisk {
	folder: string;
	/** Take all the room that is left. */
	fill(): void;
	/** Give it back. */
	empty(): void;
	unmount(): void;
}

const CHUNK = Buffer.alloc(256 * 1024);

/** Mount one; needs root (`canMount`). */
export function mountSmallDisk(megabytes: number): SmallDisk {
	const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-disk-"));
	execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "ticketrail-test", folder]);
	const ballast = path.join(folder, "ballast");
	return {
		folder,
		fill() {
			const fd = openSync(ballast, "a");
			try {
				for (const size of [CHUNK.length, 4096]) fillBy(fd, size);
			} finally {
				closeSync(fd);
			}
		},
		empty: () => rmSync(ballast, { force: true }),
		unmount() {
			// lazily: whoever still has a file open there is on the way out
			execFileSync("umount", ["--lazy", folder]);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function fillBy(fd: number, size: number): void {
	try {
		for (;;) writeSync(fd, CHUNK, 0, size);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
	}
}
