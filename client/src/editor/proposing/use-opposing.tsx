import { shortenedWords } from "@parley/document";
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import type { IdRun } from "../comments/thread-places.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { type OppositeOf, oppositePlace } from "./opposite-place.ts";
import { bringIntoSight } from "./bring-into-sight.ts";
import classes from "../../ui/told.module.css";
import { useMode } from "./use-mode.ts";

/** So much is repeated of words that are gone. */
const LONGEST_GONE = 40;

const NOTICE = "opposite";
const SHOWN_MS = 12_000;

/**
 * Returns how to begin proposing the opposite of a decision: proposing, at its place, with a word on what to do there. To who was editing,
 * it stays and leads back to that.
 */
export function useOpposing(): (decided: OppositeOf, at: readonly IdRun[] | null) => void {
  const { t } = useTranslation();
  const { opened, documentEditor, askForText } = useDocumentEditor();
  const choose = useMode(opened, documentEditor);
  return (decided, at) => {
    if (!opened || !documentEditor) return;
    const wasEditing = !opened.status().proposing;
    if (!choose(true, "forNow")) return;
    askForText();
    const view = viewOf(documentEditor);
    const place = oppositePlace(view.state.doc, opened.fragment, decided, at);
    if (place) {
      documentEditor.editor.commands.setTextSelection(place);
      const { node } = view.domAtPos(place.from);
      bringIntoSight(node instanceof Element ? node : node.parentElement);
    }
    // There is nothing to propose the opposite of: whoever was editing goes on with that.
    if (!place && wasEditing) choose(false);
    view.focus();
    const words = place && shortenedWords(place.gone, LONGEST_GONE);
    const what = !place ? "nowhere" : place.holds === "words" ? "words" : "paragraph";
    const told =
      what === "nowhere" || !words
        ? t(`editor.changes.opposite.${what}`)
        : t(`editor.changes.opposite.${what}Before`, { words });
    const goBack = (): void => {
      if (choose(false)) notifications.hide(NOTICE);
      view.focus();
    };
    notifications.hide(NOTICE);
    notifications.show({
      id: NOTICE,
      autoClose: wasEditing && place ? false : SHOWN_MS,
      message: (
        <span className={classes["told"]}>
          <span>{told}</span>
          {wasEditing && place ? (
            <Button size="compact-sm" variant="default" onClick={goBack}>
              {t("editor.changes.opposite.back")}
            </Button>
          ) : null}
        </span>
      ),
    });
  };
}
