import type { TFunction } from "i18next";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSentence } from "../../platform/use-sentence.ts";

/** Words for parts that live longer than one rendering, such as the editor. */
export interface LiveWords {
  readonly t: TFunction;
  readonly sentence: (error: unknown) => string;
}

/** The words of the present language, behind a reference that never changes. */
export function useLiveWords(): RefObject<LiveWords> {
  const { t } = useTranslation();
  const sentence = useSentence();
  const words = useRef<LiveWords>({ t, sentence });
  useLayoutEffect(() => {
    words.current = { t, sentence };
  }, [t, sentence]);
  return words;
}
