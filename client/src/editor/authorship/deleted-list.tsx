import type { AttributionSpan } from "@parley/documents";
import { type ReactElement, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatMoment } from "../../ui/format-moment.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./authors-panel.module.css";
import { deletedPassages } from "./deleted-passages.ts";
import { useViaWords } from "./use-via-words.ts";

const DELETED_SHOWN = 100;

/** What was deleted: the words, whose they were, who deleted them, and how many are not listed and why. */
export function DeletedList(): ReactElement {
  const { t } = useTranslation();
  const { authorship, person } = useDocumentEditor();
  const { spans, filter } = authorship;
  const { listed, hidden, blank } = useMemo(() => deletedPassages(spans ?? [], filter), [spans, filter]);
  const notes = ((): string[] => {
    if (person.standing === "guest") return [t("editor.authors.deletedForColleagues")];
    if (listed.length + hidden + blank === 0) return [t("editor.authors.noDeleted")];
    return [
      ...(listed.length > DELETED_SHOWN ? [t("editor.authors.more", { count: listed.length - DELETED_SHOWN })] : []),
      ...(hidden > 0 ? [t("editor.authors.hiddenByFilter", { count: hidden })] : []),
      ...(blank > 0 ? [t("editor.authors.blankDeleted", { count: blank })] : []),
    ];
  })();
  return (
    <section>
      <h3 className={classes["heading"]}>{t("editor.authors.deletedList")}</h3>
      <ul className={classes["deleted"]}>
        {listed.slice(0, DELETED_SHOWN).map((span, index) => (
          <DeletedItem key={`${span.seq}-${index}`} span={span} />
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} className={classes["note"]}>
          {note}
        </p>
      ))}
    </section>
  );
}

function DeletedItem({ span }: { span: AttributionSpan }): ReactElement {
  const { t, i18n } = useTranslation();
  const via = useViaWords();
  return (
    <li>
      <del>{span.text}</del>
      <span className={classes["detail"]}>
        {t("editor.authors.wordsOf", { name: span.author.name, via: via(span.via) })}
      </span>
      <span className={classes["detail"]}>
        {t(span.arrivedDeleted ? "editor.authors.arrivedDeleted" : "editor.authors.deletedBy", {
          name: span.deletedBy?.name ?? "",
          when: span.deletedAt === undefined ? "" : formatMoment(span.deletedAt, i18n.language),
        })}
      </span>
    </li>
  );
}
