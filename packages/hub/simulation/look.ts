import { simulate } from "./simulate.ts";

const [seed, id] = [Number(process.argv[2]), process.argv[3]];
setImmediate(() => {
	const r = simulate(seed, {
		onEnd: ({ observed, tables }) => {
			const T0 = Date.UTC(2026, 0, 5, 11) + seed * 3_600_000;
			const s = (t: unknown) => ((Number(t) - T0) / 1000).toFixed(3);
			console.log(observed.outages.map((o) => `${o.what} ${s(o.from)}-${s(o.to)}`));
			const row = [...tables.committed("orders").values()].find((o) => o.dsp_order_id === id) ?? {};
			const { body, ...rest } = row;
			console.log(rest, "deadline", s(rest.deadline_at));
			const o = observed.orders.get(id!)!;
			const lines: [number, string][] = [];
			lines.push([o.submitted_at, "submitted"]);
			if (o.acknowledged) lines.push([o.acknowledged.at, "ack"]);
			if (o.canceled_at) lines.push([o.canceled_at, "cancel acked"]);
			for (const c of o.creates) lines.push([c.at, `POS create ${c.key.slice(-6)}`]);
			for (const t of o.tickets) lines.push([t.at, `ticket ${t.pos_order_id} ${t.verdict} decided ${s(t.decided_at)}`]);
			for (const c of o.cancels_at) lines.push([c, "POS cancel"]);
			for (const e of o.events) lines.push([e.at, `DSP ${e.type}`]);
			for (const r of observed.requests)
				if (r.dsp_order_id === id)
					lines.push([r.from, `request ${r.to} ${r.type} ${r.key.slice(-6)} until ${s(r.to_at)} ${r.stage}`]);
			for (const e of tables.committed("order_event").values())
				if (e.order_id === row.order_id)
					lines.push([Number(e.at), `event ${e.type} ${e.actor} st=${e.state} inj=${e.injection}`]);
			for (const d of tables.committed("delivery").values())
				if (d.order_id === row.order_id)
					lines.push([
						Number(d.updated_at),
						`delivery ${d.type} ${String(d.delivery_id).slice(-6)} ${d.state} ${d.reason} attempts=${d.attempts}`,
					]);
			for (const d of tables.committed("attempt").values())
				lines.push([
					Number(d.at),
					[...tables.committed("delivery").values()].find((x) => x.delivery_id === d.delivery_id)?.order_id ===
					row.order_id
						? `attempt ${String(d.delivery_id).slice(-6)} #${d.attempt} ${d.stage} ${d.status}`
						: "",
				]);
			for (const [at, text] of lines.filter((l) => l[1]).sort((a, b) => a[0] - b[0])) console.log(s(at), text);
		},
	});
	console.log(r);
});
