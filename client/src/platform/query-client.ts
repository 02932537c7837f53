import { type Query, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/**
 * Makes the cache of server answers. A refusal is final and is not asked again; a lost server is tried twice more. What is called old
 * while its first answer is on its way is asked again: that answer may be from before.
 */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
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
  askAgainAfterOldAnswers(client);
  return client;
}

/** By itself the library goes on waiting for a first answer, and takes it for new. Later answers it breaks off. */
function askAgainAfterOldAnswers(client: QueryClient): void {
  const old = new WeakSet<Query>();
  client.getQueryCache().subscribe((event) => {
    if (event.type !== "updated") return;
    const { query, action } = event;
    if (action.type === "invalidate") {
      if (query.state.fetchStatus !== "idle" && query.state.data === undefined) old.add(query);
    } else if (action.type === "success" && old.delete(query)) {
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }
  });
}
