/** IPv4 addresses that no call may reach unless the operator lists them: one or more of each kind. */
export const INNER_ADDRESSES = [
	"127.0.0.1",
	"127.255.255.254",
	"0.0.0.0",
	"0.1.2.3",
	"10.0.0.1",
	"10.255.255.255",
	"172.16.0.1",
	"172.31.255.254",
	"192.168.0.1",
	"169.254.169.254",
	"100.64.0.1",
	"100.100.100.200",
	"192.0.0.192",
	"192.0.2.1",
	"192.88.99.1",
	"198.18.0.1",
	"198.51.100.7",
	"203.0.113.9",
	"224.0.0.1",
	"239.255.255.250",
	"240.0.0.1",
	"255.255.255.255",
	"168.63.129.16",
] as const;

/** Ways to write an IPv4 address in a URL's host: decimal, octal, hex, short, padded, with other digits and dots. */
export function spellings(address: string): string[] {
	const [a, b, c, d] = octets(address);
	const whole = ((a * 256 + b) * 256 + c) * 256 + d;
	const last3 = (b * 256 + c) * 256 + d;
	const last2 = c * 256 + d;
	const hex = (value: number) => `0x${value.toString(16)}`;
	const octal = (value: number) => `0${value.toString(8)}`;
	const each = (write: (octet: number) => string) => [a, b, c, d].map(write).join(".");
	return [
		address,
		`${address}.`,
		`${whole}`,
		hex(whole),
		hex(whole).toUpperCase(),
		`0x0000${whole.toString(16)}`,
		octal(whole),
		`000${whole.toString(8)}`,
		each(hex),
		each(octal),
		each((octet) => `0x00${octet.toString(16)}`),
		each((octet) => `0000${octet.toString(8)}`),
		`${hex(a)}.${octal(b)}.${c}.${hex(d)}`,
		`${a}.${last3}`,
		`${a}.${hex(last3)}`,
		`${octal(a)}.${octal(last3)}`,
		`${a}.${b}.${last2}`,
		`${hex(a)}.${b}.${hex(last2)}`,
		`${hex(whole)}.`,
		withDigits(address, 0xff10),
		withDigits(address, 0x1d7d8),
		address.replaceAll(".", "\u3002"),
		address.replaceAll(".", "\uff0e"),
		address.replaceAll(".", "%2e"),
		Array.from(address, (letter) => `%${letter.charCodeAt(0).toString(16)}`).join(""),
		address.replace(".", "\t."),
		address.replace(".", "\n."),
		address.replace(".", "\u00ad."),
		`user@${address}`,
		`pos.example.test@${address}`,
		`pos.example.test:443@${address}`,
	];
}

/** The same IPv4 address inside an IPv6 one, in every form that some system unwraps. */
export function embeddedSpellings(address: string): string[] {
	const [a, b, c, d] = octets(address);
	const high = (a * 256 + b).toString(16);
	const low = (c * 256 + d).toString(16);
	return [
		`[::ffff:${address}]`,
		`[::ffff:${high}:${low}]`,
		`[0:0:0:0:0:ffff:${high}:${low}]`,
		`[::FFFF:${address}]`,
		`[::${address}]`,
		`[::${high}:${low}]`,
		`[::ffff:0:${high}:${low}]`,
		`[64:ff9b::${address}]`,
		`[64:ff9b::${high}:${low}]`,
		`[64:ff9b:1::${high}:${low}]`,
		`[2002:${high}:${low}::]`,
		`[2002:${high}:${low}::1]`,
		`[2001::${high}:${low}]`,
		`[2001:0:${high}:${low}:0:0:0:1]`,
		`[fe80::5efe:${high}:${low}]`,
		`[fc00::${high}:${low}]`,
	];
}

function octets(address: string): [number, number, number, number] {
	const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
	return [a, b, c, d];
}

function withDigits(address: string, zero: number): string {
	return address.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}
