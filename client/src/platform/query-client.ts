import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/** Makes the cache of server answers. A refusal is final and is not asked again; a lost server is tried twice more. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) =>
          !(error instanceof ApiError && error.status > 0 && error.status < 500) && failures < 2,
        retryDelay: (failures) => Math.min(4_000, 500 * 2 ** failures),
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
