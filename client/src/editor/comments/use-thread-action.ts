import { notifications } from "@mantine/notifications";
import type { UseMutationResult } from "@tanstack/react-query";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useAction } from "../../platform/use-action.ts";
import { useSentence } from "../../platform/use-sentence.ts";

/** An act on a thread: the list is asked for again afterwards, and a refusal is said. */
export function useThreadAction<Input, Output>(
  run: (input: Input) => Promise<Output>,
): UseMutationResult<Output, Error, Input> {
  const sentence = useSentence();
  return useAction(run, {
    refreshes: [documentsEndpoints.threads.list.key(), documentsEndpoints.threads.record.key()],
    onFailed: (error) => void notifications.show({ color: "red", message: sentence(error) }),
  });
}
