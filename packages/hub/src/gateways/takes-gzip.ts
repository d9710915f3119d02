/** Whether a client says that it reads gzip (RFC 9110, 12.5.3); one that says nothing gets the plain file. */
export function takesGzip(accept_encoding: string | string[] | undefined): boolean {
	const offers = String(accept_encoding ?? "").toLowerCase();
	return offers
		.split(",")
		.some((offer) => /^\s*(gzip|x-gzip|\*)\s*(;\s*q=(1(\.0*)?|0?\.\d*[1-9]\d*)\s*)?$/.test(offer));
}
