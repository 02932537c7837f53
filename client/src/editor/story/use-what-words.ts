import { blockSubjects } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { namedMarks } from "../proposing/setting-words.ts";

const subjects: ReadonlySet<string> = new Set(blockSubjects);

/** Returns words for what is in the document, as they stand within a sentence: formatting, a kind of block. */
export function useWhatWords(): {
  readonly mark: (name: string | null) => string;
  readonly element: (name: string | null) => string;
} {
  const { t } = useTranslation();
  return {
    // A server may know more than this page.
    mark: (name) => t(name !== null && namedMarks.has(name) ? `story.mark.${name}` : "story.mark.other"),
    element: (name) => {
      if (name !== null && subjects.has(name)) return t(`editor.changes.subject.${name}`);
      return t(`story.change.element.${name === "tableHeader" ? name : "other"}`);
    },
  };
}
