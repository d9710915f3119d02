import type { CreateOnboardingLinkRequest, OnboardingLinkReply } from "@ticketrail/contract";
import { createDoor, type Door, PartnerFailure } from "@ticketrail/onboarding-app";
import type { Actor } from "../onboarding/index.ts";
import { createLink } from "./create-link.ts";
import type { DoorsParts } from "./doors.ts";
import { linkBook } from "./link-book.ts";
import { frameOrigin, type OpenedLink, openLink, sessionLink } from "./open-link.ts";
import { ownPartnerApi } from "./own-partner-api.ts";

export type { DoorsParts } from "./doors.ts";
export type { OpenedLink } from "./open-link.ts";

/** Doors for merchants without an account: the page of a magic link, and the widget (product.md 4.9). */
export interface Doors {
	createLink(actor: Actor, request: CreateOnboardingLinkRequest): Promise<OnboardingLinkReply>;
	openLink(opening: { token: string; origin?: string | undefined }): Promise<OpenedLink>;
	/** The door of this session. Error: `unauthorized`. */
	enter(session: string): Promise<Door>;
	frameOrigin(frame: { link_id: string; origin: string }): Promise<string | undefined>;
}

/** Sessions whose doors are kept, so that the same confirmation again gets the same answer. */
const DOORS_MAX = 1_000;

/** The verbs of this feature with what they need. */
export function createDoors(parts: DoorsParts): Doors {
	const doors = new Map<string, Door>();
	return {
		createLink: (actor, request) => createLink(parts, actor, request),
		openLink: (opening) => openLink(parts, opening),
		frameOrigin: (frame) => frameOrigin(parts, frame),
		async enter(session) {
			const link = await sessionLink(parts, session);
			const { link_id, partner_id, source } = link;
			const known = doors.get(link_id);
			if (known) return known;
			const door = createDoor({
				api: ownPartnerApi(parts, { partner_id, name: `link:${link_id}` }),
				book: linkBook(parts, link),
				...{ now: () => parts.clock.now(), return_url: undefined },
				// what a person typed is in the audit, where bind keeps it
				note: () => {},
			});
			const limited: Door = {
				...door,
				async connect(org_id, wanted) {
					if (source !== null && wanted.source !== source) {
						throw new PartnerFailure(404, "source_not_found", `This link is for ${source}.`, { param: "/source" });
					}
					return door.connect(org_id, wanted);
				},
			};
			doors.set(link_id, limited);
			const [oldest] = doors.keys();
			if (doors.size > DOORS_MAX && oldest !== undefined) doors.delete(oldest);
			return limited;
		},
	};
}
