import { simulate } from "./simulate.ts";

const from = Number(process.argv[2] ?? 1),
	to = Number(process.argv[3] ?? 20);
setImmediate(() => {
	const t = process.hrtime.bigint();
	let orders = 0,
		bad = 0;
	const kinds = new Map<string, number>();
	for (let seed = from; seed <= to; seed++) {
		const r = simulate(seed);
		orders += r.orders;
		if (r.violations.length > 0) {
			bad++;
			if (bad <= 6) console.log(JSON.stringify(r));
			for (const v of r.violations) {
				const k = v.replace(/\(.*/, "").replace(/\d+/g, "N");
				kinds.set(k, (kinds.get(k) ?? 0) + 1);
			}
		}
	}
	console.log({ orders, bad, ms: Number(process.hrtime.bigint() - t) / 1e6 }, kinds);
});
