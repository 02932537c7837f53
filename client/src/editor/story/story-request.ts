import { useCallback, useMemo, useState } from "react";
import type { Anchor } from "../surface/use-anchor.ts";

/** Whose story is looked at. */
export interface StoryRequest {
  /** The id of a character. */
  readonly at: readonly [client: number, clock: number];
  /** Where it is shown when the words stand nowhere. */
  readonly rect: Anchor | null;
  /** Whether the keyboard goes there: it does when the keyboard or a tool asked, not after a click in the text. */
  readonly takesFocus: boolean;
}

/** The story of one word, beside the text. */
export interface Story {
  readonly asked: StoryRequest | null;
  readonly ask: (request: StoryRequest) => void;
  readonly close: () => void;
}

/** Which word's story is open on this page. */
export function useStory(): Story {
  const [asked, setAsked] = useState<StoryRequest | null>(null);
  const close = useCallback(() => setAsked(null), []);
  return useMemo(() => ({ asked, ask: setAsked, close }), [asked, close]);
}
