/** JSON that is written down already, with gzip: what a thread has made of long lists, in the form that it is sent in. */
export interface Packed {
	gzipped: Uint8Array;
}
