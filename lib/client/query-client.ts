import { QueryClient } from "@tanstack/react-query";

import { ApiError } from "./fetch-json";

/** One cache for the tab. A refusal of ours is never tried again by itself; everything else once, after a second. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => !(error instanceof ApiError) && failures < 1,
        retryDelay: 1_000,
        staleTime: 1_000,
        gcTime: 5 * 60_000,
        // Our server can be on this machine: what the browser thinks of the network says nothing about it.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
