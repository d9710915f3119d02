import { gzipSync } from "node:zlib";

/** Whether a client says that it reads gzip (RFC 9110, 12.5.3); one that says nothing gets the plain file. */
export function takesGzip(accept_encoding: string | string[] | undefined): boolean {
	const offers = String(accept_encoding ?? "").toLowerCase();
	return offers
		.split(",")
		.some((offer) => /^\s*(gzip|x-gzip|\*)\s*(;\s*q=(1(\.0*)?|0?\.\d*[1-9]\d*)\s*)?$/.test(offer));
}

/** A file packed, which is done when somebody asks for it first: a hub that starts has better things to do. */
export function packedOnce(bytes: Buffer): () => Buffer {
	let packed: Buffer | undefined;
	return () => {
		packed ??= gzipSync(bytes);
		return packed;
	};
}
