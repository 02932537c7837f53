import { UnstyledButton } from "@mantine/core";
import { TextSelection } from "@tiptap/pm/state";
import { type ReactElement, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { shownLabels, shownNumbers } from "../paragraphs/number-labels.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { useEditorValue } from "../provider/use-editor-value.ts";
import { useSettledDocument } from "../provider/use-settled-document.ts";
import classes from "./outline-panel.module.css";
import { documentLength, outline } from "./outline.ts";
import { SeenWords } from "../marks/seen-words.tsx";

/** The headings as a list that leads to them, and how long the text is. */
export function OutlinePanel(): ReactElement {
  const { t } = useTranslation();
  const { documentEditor } = useDocumentEditor();
  const doc = useSettledDocument();
  const numbers = useEditorValue(shownNumbers);
  const entries = useMemo(() => {
    if (!doc || numbers === null) return [];
    const state = documentEditor?.editor.state;
    return outline(doc, state?.doc === doc ? shownLabels(state) : undefined);
  }, [doc, numbers, documentEditor]);
  const length = useMemo(() => (doc ? documentLength(doc) : null), [doc]);
  // The entry itself would be another one with every caret: only where it leads is drawn.
  const here = useEditorValue(({ selection }) => entries.findLastIndex(({ pos }) => pos <= selection.from));
  const selected = useEditorValue(({ doc, selection }) =>
    selection.empty ? null : documentLength(doc, selection.from, selection.to),
  );
  const current = here === null ? undefined : entries[here];
  const go = (pos: number): void => {
    if (!documentEditor || pos >= documentEditor.editor.state.doc.content.size) return;
    const view = viewOf(documentEditor);
    const element = view.nodeDOM(pos);
    if (element instanceof Element) element.scrollIntoView({ block: "start", behavior: "smooth" });
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, pos + 1)));
    view.focus();
  };
  return (
    <div className={classes["panel"]}>
      {entries.length === 0 ? <p className={classes["empty"]}>{t("editor.outline.empty")}</p> : null}
      <nav aria-label={t("editor.outline.title")}>
        <ul className={classes["list"]}>
          {entries.map((entry) => (
            <li key={entry.pos}>
              <UnstyledButton
                className={classes["entry"]}
                data-level={entry.level}
                aria-current={entry === current ? "location" : undefined}
                style={{ paddingInlineStart: `${8 + Math.max(0, entry.level - 1) * 14}px` }}
                onClick={() => go(entry.pos)}
              >
                {entry.label === null ? null : <span className={classes["label"]}>{entry.label}</span>}
                <SeenWords text={entry.text} />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </nav>
      {length ? (
        <p className={classes["length"]}>
          {t("editor.outline.words", { count: length.words })} ·{" "}
          {t("editor.outline.characters", { count: length.characters })}
          {selected ? <span>{t("editor.outline.selected", { count: selected.words })}</span> : null}
        </p>
      ) : null}
    </div>
  );
}
