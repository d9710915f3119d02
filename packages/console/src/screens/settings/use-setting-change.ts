import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/api-context.tsx";

/** A change of the settings: where, how, with what. */
export interface SettingChange {
	method: "POST" | "PUT" | "DELETE";
	path: string;
	body?: unknown;
}

/** Sends changes below `/console/settings`, and reads the settings anew after each. */
export function useSettingChange<Reply = void>(
	options: { onDone?: (reply: Reply) => void } = {},
): UseMutationResult<Reply, Error, SettingChange> {
	const api = useApi();
	const queries = useQueryClient();
	return useMutation({
		mutationFn: ({ method, path, body }: SettingChange) =>
			api.send<Reply>(method, `/console/settings/${path}`, body === undefined ? {} : { body }),
		onSuccess: (reply) => {
			options.onDone?.(reply);
			return queries.invalidateQueries({ queryKey: ["settings"] });
		},
	});
}
