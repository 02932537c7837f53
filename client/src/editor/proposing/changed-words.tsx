import type { DocumentProposal } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "./changes-panel.module.css";

const BREAK = "\u2029";
const named: ReadonlySet<string> = new Set(["style", "level", "list", "depth", "align", "checked", "width", "alt"]);
const marks: ReadonlySet<string> = new Set(["bold", "italic", "underline", "strike", "highlight", "link"]);

/** What a proposal changes: its kind, and the words before and after. */
export function ChangedWords(props: {
  kind: DocumentProposal["kind"];
  insertedText: string;
  deletedText: string;
  attributes?: DocumentProposal["records"];
}): ReactElement {
  const { t } = useTranslation();
  const inserted = shown(props.insertedText);
  const deleted = shown(props.deletedText);
  const details = [
    ...new Set(
      (props.attributes ?? []).flatMap(({ do: does, name, mark }) => {
        if (does === "set" && name !== undefined && named.has(name)) return [t(`editor.changes.attribute.${name}`)];
        if (does !== "format" || mark === undefined) return [];
        return [t(marks.has(mark) && mark !== "link" ? `editor.toolbar.${mark}` : "editor.changes.attribute.mark")];
      }),
    ),
  ];
  return (
    <span className={classes["change"]}>
      <span className={classes["kind"]}>
        {t(`editor.changes.kind.${props.kind}`)}
        {details.length > 0 ? ` · ${details.join(", ")}` : null}
      </span>
      {deleted === "" ? null : <del className={classes["old"]}>{deleted}</del>}
      {inserted === "" ? null : <ins className={classes["new"]}>{inserted}</ins>}
    </span>
  );
}

/** Words as they are listed: a proposed break is a pilcrow, and the end of the last paragraph is not shown. */
function shown(text: string): string {
  return text.replaceAll(BREAK, "¶\n").trim();
}
