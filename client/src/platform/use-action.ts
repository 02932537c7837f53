import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

/** What an action changes and what follows it. */
export interface ActionOptions<Input, Output> {
  /** Cache keys whose answers are old after the action; a page that shows one asks again. */
  readonly refreshes?: readonly QueryKey[];
  readonly onDone?: (output: Output, input: Input) => void;
  readonly onFailed?: (error: Error, input: Input) => void;
}

/** Runs a call that changes something. The one way for pages to write; reading goes through `useQuery`. */
export function useAction<Input, Output>(
  run: (input: Input) => Promise<Output>,
  options: ActionOptions<Input, Output> = {},
): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient();
  const running = useRef(new Map<string, Promise<Output>>());
  /** A second click on the same, while the first is under way, is the first one's. */
  const runOnce = (input: Input): Promise<Output> => {
    const key = keyOf(input);
    const under = key === null ? undefined : running.current.get(key);
    if (under) return under;
    const started = run(input);
    if (key !== null) {
      running.current.set(key, started);
      const end = (): void => void running.current.delete(key);
      started.then(end, end);
    }
    return started;
  };
  return useMutation<Output, Error, Input>({
    mutationFn: runOnce,
    onSuccess: async (output, input) => {
      options.onDone?.(output, input);
      await Promise.all((options.refreshes ?? []).map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    ...(options.onFailed ? { onError: options.onFailed } : {}),
  });
}

/** What was asked for, to be compared; `null` for what cannot be, such as a file. */
function keyOf(input: unknown): string | null {
  let isPlain = true;
  const key = JSON.stringify(input, (_, value: unknown) => {
    if (value instanceof Blob || value instanceof FormData || typeof value === "function") isPlain = false;
    return value;
  });
  return isPlain ? (key ?? "") : null;
}
