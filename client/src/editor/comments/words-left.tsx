import type { CommentThread } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./comments-panel.module.css";
import { wordsLeft } from "./lost-words.ts";

const LONGEST = 60;

/** That a part of the commented words has been deleted since, and what is left of them; nothing where all of them stand. */
export function WordsLeft({ thread }: { thread: CommentThread }): ReactElement | null {
  const { t } = useTranslation();
  const { opened } = useDocumentEditor();
  const left = opened ? wordsLeft(opened.ydoc, thread)?.replaceAll("\n", " ").trim() : undefined;
  if (left === undefined) return null;
  const words = left.length > LONGEST ? `${left.slice(0, LONGEST - 1)}…` : left;
  return (
    <p className={classes["note"]}>
      {words === "" ? t("editor.comments.partGone") : t("editor.comments.partLeft", { words })}
    </p>
  );
}
