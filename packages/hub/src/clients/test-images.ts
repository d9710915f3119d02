import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The first bytes of a PNG of this size, in pixels. */
export function pngHead(width: number, height: number): Buffer {
	const head = Buffer.alloc(33);
	Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").copy(head);
	head.writeUInt32BE(width, 16);
	head.writeUInt32BE(height, 20);
	return head;
}

/** The first bytes of a JPG: `before` bytes of remarks stand between its beginning and its size. */
export function jpgHead(width: number, height: number, before = 0): Buffer {
	const remarks: Buffer[] = [];
	for (let left = before; left > 0; left -= 65_000) {
		const length = Math.min(left, 65_000);
		const segment = Buffer.alloc(length + 4, 0x20);
		segment.writeUInt16BE(0xffed, 0);
		segment.writeUInt16BE(length + 2, 2);
		remarks.push(segment);
	}
	const frame = Buffer.from("ffc000110800000000031100021101031101", "hex");
	frame.writeUInt16BE(height, 5);
	frame.writeUInt16BE(width, 7);
	const start = Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex");
	return Buffer.concat([start, ...remarks, frame, Buffer.alloc(64)]);
}

/** The first bytes of a WEBP of this size. */
export function webpHead(width: number, height: number): Buffer {
	const head = Buffer.alloc(40);
	head.write("RIFF", 0);
	head.write("WEBPVP8X", 8);
	head.writeUIntLE(width - 1, 24, 3);
	head.writeUIntLE(height - 1, 27, 3);
	return head;
}

/** A server of pictures on a real socket, and how often each path was asked for. */
export async function openImageServer() {
	const asked = new Map<string, number>();
	const handlers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
	const server = createServer((request, response) => {
		const path = request.url ?? "";
		asked.set(path, (asked.get(path) ?? 0) + 1);
		const handle = handlers.get(path);
		if (handle === undefined) response.writeHead(404).end("no such picture");
		else handle(request, response);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		asked,
		/** Answer requests for this path by hand. */
		on(path: string, handle: (request: IncomingMessage, response: ServerResponse) => void): string {
			handlers.set(path, handle);
			return url + path;
		},
		/** Serve a picture of `bytes` bytes with this beginning, in parts to whoever asks for a part. */
		serve(path: string, head: Buffer, bytes = head.length): string {
			return this.on(path, (request, response) => {
				const last = Number(/^bytes=0-(\d+)$/.exec(request.headers.range ?? "")?.[1] ?? bytes - 1);
				const length = Math.min(last + 1, bytes);
				response.writeHead(206, { "content-range": `bytes 0-${length - 1}/${bytes}`, "content-length": length });
				response.end(Buffer.concat([head, Buffer.alloc(Math.max(0, length - head.length))]).subarray(0, length));
			});
		},
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}
