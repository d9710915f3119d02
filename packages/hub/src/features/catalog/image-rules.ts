import type { ImageHead } from "../../clients/image-client.ts";

const BYTES_MAX = 25_000_000;
const SIDE_LEAST = 320;
const SIDE_MOST = 6000;

/** Which rules of contract.md B.4.8 a picture breaks, as the end of a sentence about it; undefined when none. */
export function faultOf({ form, size, bytes }: ImageHead): string | undefined {
	if (form === undefined) return "is no JPG, WEBP or PNG";
	const faults: string[] = [];
	if (size === undefined) faults.push("does not say its size where it should");
	else if ([size.width, size.height].some((side) => side < SIDE_LEAST || side > SIDE_MOST))
		faults.push(`is ${size.width} x ${size.height} px, and each side must have ${SIDE_LEAST} to ${SIDE_MOST}`);
	if (bytes !== undefined && bytes >= BYTES_MAX)
		faults.push(`has ${Math.floor(bytes / 1e6)} MB, and must have under 25`);
	return faults.length === 0 ? undefined : faults.join(", and ");
}
