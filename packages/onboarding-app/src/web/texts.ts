import { useText } from "@ticketrail/console/onboarding";

/** The words of these pages in English; those of the screens are the console's. */
const TEXTS = {
	product: "Connect your restaurant",
	skip: "Skip to the page",
	start_title: "Connect a restaurant",
	start_text:
		"Name the merchant. The same id of yours leads back to the same organisation, so you can stop and go on later.",
	name: "Name of the restaurant",
	provider_id: "Your id for it",
	provider_id_hint: "As in your own system. Nobody else has it.",
	email: "E-mail of the owner (optional)",
	start: "Start or continue",
	known: "Opened in this browser",
	systems: "Systems to choose from",
	systems_text:
		"The hub tells nobody which systems it knows. Add the ones that your merchants use, by the name that the hub gives them.",
	add_pos: "Name of a POS",
	add_dsp: "Name of a delivery service",
	add: "Add",
	home: "All restaurants",
	connected: "Connected. You can go on.",
	declined: "The sign-in was declined or brought no code. Start it again if that was not meant.",
	failed: "The other system's code was refused. Start the sign-in again.",
	unknown: "This browser has no sign-in under way. Start it again.",
	opening: "Opening …",
	no_token: "This page is opened by a link. Ask whoever invited you for one.",
	over: "This page cannot be used any more",
	blocked: "The sign-in window was blocked.",
	blocked_link: "Open the sign-in page",
	all_done: "All done: orders can arrive.",
	finish: "Finish",
	close: "Close",
	reconnect: "One connection has to be made again. Sign in below.",
	type_pos: "POS",
	type_dsp: "DSP",
	add_one: "{add}: {what}",
} as const;

/** A text's name. */
export type TextName = keyof typeof TEXTS;

/** The words of these pages in the language in force; within `OnboardingFrame`. */
export function useTexts(): (name: TextName, values?: Readonly<Record<string, string>>) => string {
	return useText().of(TEXTS);
}
