/**
 * Where a table's rows live once there is more than one database server (distributed.md):
 * `tenant` rows lie with their organisation and lead every key with `org_id`; `reference` tables are small, asked before
 * the tenant is known, and copied to every server; `local` ones stay on the coordinator, like the queue's own.
 */
export type Placement = "tenant" | "reference" | "local";

/** The placement of every table of ours. A test holds it against the schema, the SQL gate against every statement. */
export const PLACEMENT = {
	commit_marker: "local",
	schema_migration: "local",
	request_log: "local",
	unroutable_order: "local",

	api_client: "reference",
	browser_session: "reference",
	event_location: "reference",
	event_partner: "reference",
	operator: "reference",
	operator_link: "reference",
	onboarding_link: "reference",
	org: "reference",
	partner: "reference",
	provider: "reference",
	route_dsp_store: "reference",
	route_integration: "reference",
	route_menu: "reference",
	route_pos_location: "reference",
	sso_token: "reference",
	token: "reference",

	attempt: "tenant",
	audit: "tenant",
	bind_confirmation: "tenant",
	bind_draft: "tenant",
	binding: "tenant",
	catalog_object: "tenant",
	catalog_version: "tenant",
	delivery: "tenant",
	dsp_store: "tenant",
	image_check: "tenant",
	inbox: "tenant",
	integration: "tenant",
	location: "tenant",
	menu_publication: "tenant",
	oauth_exchange: "tenant",
	order_courier: "tenant",
	order_event: "tenant",
	orders: "tenant",
	org_user: "tenant",
	pos_feed: "tenant",
} as const satisfies Record<string, Placement>;
