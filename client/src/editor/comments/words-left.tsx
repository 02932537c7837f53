import type { CommentThread } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./comments-panel.module.css";
import { wordsLeft } from "./lost-words.ts";
import { paragraphsApart } from "./thread-places.ts";

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

/** That the commented words stand in more paragraphs than they did, as after a split. */
export function WordsApart({ thread }: { thread: CommentThread }): ReactElement | null {
  const { t } = useTranslation();
  const { documentEditor, opened } = useDocumentEditor();
  if (!opened || !documentEditor || documentEditor.editor.isDestroyed) return null;
  const count = paragraphsApart(viewOf(documentEditor).state.doc, opened.fragment, thread.anchor);
  return count === null ? null : <p className={classes["note"]}>{t("editor.comments.apart", { count })}</p>;
}
