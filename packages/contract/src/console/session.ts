import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { Permission, Role } from "./roles.ts";

/** Six tokens of a partner's own look (product.md 4.8); a missing one is ours. */
export const Theme = Type.Object(
	{
		name: Type.Optional(Type.String({ maxLength: 60, description: "Stands where our name would" })),
		accent: Type.Optional(Type.String({ pattern: "^#[0-9a-fA-F]{6}$" })),
		radius: Type.Optional(Type.Integer({ minimum: 0, maximum: 24, description: "Pixels" })),
		font_stack: Type.Optional(Type.String({ maxLength: 200, pattern: "^[A-Za-z0-9 ,'\"-]*$" })),
		logo: Type.Optional(
			Type.String({
				maxLength: 65_536,
				pattern: "^data:image/(png|svg\\+xml|webp);base64,[A-Za-z0-9+/=]+$",
				description: "A data: address, so that the page asks no other origin",
			}),
		),
		scheme: Type.Optional(closedEnum(["light", "dark", "system"])),
	},
	{ title: "Theme" },
);
export type Theme = Static<typeof Theme>;

/** Who is signed in, what they may do, and what they look at. */
export const Session = Type.Object(
	{
		user: Type.Object({
			_id: Id,
			email: Type.String(),
			full_name: Type.Optional(Type.String()),
		}),
		role: Role,
		org: Type.Optional(
			Type.Object({ _id: Id, name: Type.String() }, { description: "The one organisation of a merchant's person" }),
		),
		permissions: Type.Array(Permission),
		who_can: Type.Record(Type.String(), Type.Array(Role), {
			description: "For each permission the roles that hold it, so that a disabled control can say who can",
		}),
		has_password: Type.Boolean({ description: "false: signed in by a link and no password was set yet" }),
		csrf_token: Type.String({ description: "Send it as X-Csrf-Token with every POST, PUT and DELETE" }),
		expires_at: Type.Integer({ description: "When the session ends whatever happens, epoch ms" }),
		idle_expires_at: Type.Integer({ description: "When it ends if nothing more is asked, epoch ms" }),
		hub: Type.Object({
			version: Type.String(),
			environment: closedEnum(["test", "live"]),
			public_url: Type.String(),
		}),
		theme: Theme,
	},
	{ title: "Session" },
);
export type Session = Static<typeof Session>;

/** Body of `POST /console/sign-in`: an operator's e-mail address and password. */
export const SignInRequest = Type.Object(
	{ email: Type.String({ minLength: 1, maxLength: 320 }), password: Type.String({ minLength: 1, maxLength: 1024 }) },
	{ title: "SignInRequest" },
);

/** Body of `POST /console/sign-in/link`: the token of a one-time link, which the page takes from its address. */
export const SignInLinkRequest = Type.Object(
	{ token: Type.String({ minLength: 1, maxLength: 200 }) },
	{ title: "SignInLinkRequest" },
);

/** Body of `PUT /console/password`; the current one is needed where there is one. */
export const SetPasswordRequest = Type.Object(
	{
		current_password: Type.Optional(Type.String({ maxLength: 1024 })),
		password: Type.String({ minLength: 12, maxLength: 1024, description: "At least 12 characters" }),
	},
	{ title: "SetPasswordRequest" },
);
