import { createContext, use } from "react";
import type { ConsoleApi } from "./console-api.ts";

export const ApiContext = createContext<ConsoleApi | undefined>(undefined);

/** The door to the hub. */
export function useApi(): ConsoleApi {
	const api = use(ApiContext);
	if (api === undefined) throw new Error("a part of the console stands outside of ApiContext");
	return api;
}
