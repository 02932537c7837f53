import { notifications } from "@mantine/notifications";
import type { UseMutationResult } from "@tanstack/react-query";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** Does something in an approval; everything that shows contracts asks again, and a refusal is told in its words. */
export function useApprovalAction<Input = void, Output = unknown>(
  run: (input: Input) => Promise<Output>,
  onDone?: () => void,
): UseMutationResult<Output, Error, Input> {
  const sentenceOf = useSentence();
  return useAction(run, {
    refreshes: [contractsEndpoints.key()],
    onFailed: (error) => void notifications.show({ color: "red", message: sentenceOf(error) }),
    ...(onDone && { onDone }),
  });
}

/** A name for one thing that somebody does: sent twice, it happens once. */
export function newCommand(): string {
  return crypto.randomUUID();
}
