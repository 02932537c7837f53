import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { OnceGate } from "./once-gate.ts";

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
  const [gate] = useState(() => new OnceGate());
  const mutation = useMutation<Output, Error, Input>({
    mutationFn: (input) => run(input),
    onSuccess: async (output, input) => {
      options.onDone?.(output, input);
      await Promise.all((options.refreshes ?? []).map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onSettled: (_output, _error, input) => gate.leave(input),
    ...(options.onFailed ? { onError: options.onFailed } : {}),
  });
  const { mutate } = mutation;
  // A second click on the same, while the first is at work, does nothing.
  const mutateOnce: typeof mutate = useCallback(
    (...asked) => {
      if (gate.enter(asked[0])) mutate(...asked);
    },
    [gate, mutate],
  );
  return { ...mutation, mutate: mutateOnce };
}
