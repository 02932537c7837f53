import type { Party } from "@parley/base";
import type { TFunction } from "i18next";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSentence } from "../../platform/use-sentence.ts";
import { usePartyName } from "../../ui/reader-party.ts";

/** Words for parts that live longer than one rendering, such as the editor. */
export interface LiveWords {
  readonly t: TFunction;
  readonly sentence: (error: unknown) => string;
  /** How a party is called for whoever reads. */
  readonly partyName: (party: Party) => string;
}

/** The words of the present language, behind a reference that never changes. */
export function useLiveWords(): RefObject<LiveWords> {
  const { t } = useTranslation();
  const sentence = useSentence();
  const partyName = usePartyName();
  const words = useRef<LiveWords>({ t, sentence, partyName });
  useLayoutEffect(() => {
    words.current = { t, sentence, partyName };
  }, [t, sentence, partyName]);
  return words;
}
