/** What the hub says when a link's token is used up for a session. */
export interface OpenedLink {
	session: string;
	org_id: string;
	org_name: string;
	onboarding_id?: string;
	expires_at: number;
}
