import { type Static, Type } from "typebox";
import { closedEnum } from "../fields.ts";

const Quantiles = Type.Object({
	count: Type.Integer(),
	p50_ms: Type.Optional(Type.Number()),
	p95_ms: Type.Optional(Type.Number()),
});

/** How the installation does, for its operator. */
export const SystemState = Type.Object(
	{
		version: Type.String(),
		node: Type.String(),
		started_at: Type.Integer(),
		environment: closedEnum(["test", "live"]),
		database: Type.Object({
			kind: closedEnum(["embedded", "server"]),
			version: Type.String(),
			size_bytes: Type.Integer(),
			connections: Type.Integer(),
		}),
		migrations: Type.Object({ applied: Type.Integer(), latest: Type.String(), pending: Type.Integer() }),
		queues: Type.Array(
			Type.Object({
				name: Type.String(),
				waiting: Type.Integer(),
				running: Type.Integer(),
				oldest_age_ms: Type.Optional(Type.Integer({ description: "Of the oldest job that is due" })),
			}),
		),
		deliveries: Type.Object({
			last_hour: Quantiles,
			dead: Type.Integer(),
			parked: Type.Integer(),
		}),
		requests: Type.Object({
			last_hour: Quantiles,
			errors: Type.Integer({ description: "Answered 5xx" }),
			error_rate: Type.Number({ description: "0 to 1" }),
			dropped_log_rows: Type.Integer({ description: "Request log rows that this process could not keep" }),
		}),
		disk: Type.Optional(Type.Object({ path: Type.String(), free_bytes: Type.Integer(), size_bytes: Type.Integer() })),
		as_of: Type.Integer(),
	},
	{ title: "SystemState" },
);
export type SystemState = Static<typeof SystemState>;
