import { AsyncLocalStorage } from "node:async_hooks";
import type { RequestListener, ServerResponse } from "node:http";
import type { EndpointReply } from "@ticketrail/pos-kit";

/** The socket below the endpoint that is running: an endpoint of the kit knows nothing of it, but a fault must. */
export interface Wire {
	/** Every request that `listener` answers is known while its endpoint runs. */
	listener(listener: RequestListener): RequestListener;
	/** Call this when the caller has hung up before it had its answer. */
	onGone(gone: () => void): void;
	/** End the connection without an answer. */
	cut(): void;
	/** Send half of an answer, then end the connection. */
	half(reply: EndpointReply): void;
}

export function createWire(): Wire {
	const requests = new AsyncLocalStorage<ServerResponse>();
	return {
		listener: (listener) => (request, response) => requests.run(response, () => listener(request, response)),
		onGone(gone) {
			const response = requests.getStore();
			response?.once("close", () => (response.writableFinished ? undefined : gone()));
		},
		cut: () => void requests.getStore()?.destroy(),
		half({ status, body }) {
			const response = requests.getStore();
			response?.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
			response?.write(body.slice(0, body.length / 2), () => response.destroy());
		},
	};
}
