import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";

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
  return useMutation<Output, Error, Input>({
    mutationFn: (input) => run(input),
    onSuccess: async (output, input) => {
      options.onDone?.(output, input);
      await Promise.all((options.refreshes ?? []).map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    ...(options.onFailed ? { onError: options.onFailed } : {}),
  });
}
