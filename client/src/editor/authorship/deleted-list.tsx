import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import type { AttributionSpan } from "@parley/documents";
import { type ReactElement, memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useShownAuthorship } from "../provider/editor-context.ts";
import classes from "./authors-panel.module.css";
import {
  type DeletedPassage,
  deletedPassages,
  goneFacts,
  goneWords,
  isOnlyProposed,
  listName,
} from "./deleted-passages.ts";
import { placeSpans } from "./place-spans.ts";
import { useViaWords } from "./use-via-words.ts";
import { SeenWords } from "../marks/seen-words.tsx";

const DELETED_SHOWN = 100;

/** What was deleted: the words, whose they were, who deleted them, and how many are not listed and why. */
export function DeletedList(): ReactElement {
  const { t } = useTranslation();
  const { documentEditor, person } = useDocumentEditor();
  const authorship = useShownAuthorship();
  const { spans, filter } = authorship;
  const { listed, hidden, blank, corrections, searches } = useMemo(
    () => deletedPassages(spans ?? [], filter),
    [spans, filter],
  );
  const notes = ((): string[] => {
    if (person.standing === "guest") return [t("editor.authors.deletedForColleagues")];
    if (listed.length + hidden + blank + corrections + searches === 0) return [t("editor.authors.noDeleted")];
    return [
      ...(listed.length > DELETED_SHOWN ? [t("editor.authors.more", { count: listed.length - DELETED_SHOWN })] : []),
      ...(hidden > 0 ? [t("editor.authors.hiddenByFilter", { count: hidden })] : []),
      ...(corrections > 0 ? [t("editor.authors.corrections", { count: corrections })] : []),
      ...(searches > 0 ? [t("editor.authors.searches", { count: searches })] : []),
      ...(blank > 0 ? [t("editor.authors.blankDeleted", { count: blank })] : []),
    ];
  })();
  const shownSpans = useRef(spans);
  useEffect(() => {
    shownSpans.current = spans;
  });
  const show = useCallback(
    (place: AttributionSpan): void => {
      if (!documentEditor) return;
      const view = viewOf(documentEditor);
      const placed = placeSpans(view.state.doc, shownSpans.current ?? []).find(({ span }) => isSamePlace(span, place));
      if (!placed) return;
      const { node } = view.domAtPos(placed.from);
      const element = node instanceof Element ? node : node.parentElement;
      element?.scrollIntoView({ block: "center", behavior: "smooth" });
    },
    [documentEditor],
  );
  return (
    <section>
      <h3 className={classes["heading"]}>{t(`editor.authors.${listName(listed)}`)}</h3>
      <ul className={classes["deleted"]}>
        {listed.slice(0, DELETED_SHOWN).map((passage, index) => (
          <DeletedItem key={`${passage.span.seq}-${index}`} passage={passage} onShow={show} />
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

const isSamePlace = (a: AttributionSpan, b: AttributionSpan): boolean => a.at[0] === b.at[0] && a.at[1] === b.at[1];

interface DeletedItemProps {
  readonly passage: DeletedPassage;
  readonly onShow: (place: AttributionSpan) => void;
}

/** The record is read anew with all news; most of what was deleted long ago is as it was. */
function isSameItem({ passage: a, onShow }: DeletedItemProps, { passage: b, ...after }: DeletedItemProps): boolean {
  return (
    onShow === after.onShow &&
    a.text === b.text &&
    a.span.author.name === b.span.author.name &&
    a.span.via === b.span.via &&
    a.span.arrivedDeleted === b.span.arrivedDeleted &&
    a.span.turnedDown === b.span.turnedDown &&
    a.span.waited === b.span.waited &&
    a.span.goneByRestore === b.span.goneByRestore &&
    a.span.deletedBy?.name === b.span.deletedBy?.name &&
    a.span.deletedAt === b.span.deletedAt &&
    a.span.agreedBy?.name === b.span.agreedBy?.name &&
    a.span.agreedBy?.at === b.span.agreedBy?.at &&
    a.places.length === b.places.length &&
    a.places.every((place, index) => isSamePlace(place, b.places[index] ?? place))
  );
}

const DeletedItem = memo(function DeletedItem(props: DeletedItemProps): ReactElement {
  const { t, i18n } = useTranslation();
  const via = useViaWords();
  const { span, text, places } = props.passage;
  return (
    <li>
      <del data-proposed={isOnlyProposed(span) ? "" : undefined}>
        <SeenWords text={text} />
      </del>
      {places.length > 1 ? <Places places={places} onShow={props.onShow} /> : null}
      <span className={classes["detail"]}>
        {t("editor.authors.wordsOf", { name: span.author.name, via: via(span.via) })}
      </span>
      <span className={classes["detail"]}>
        {t(`editor.authors.${goneWords(span)}`, goneFacts(span, i18n.language))}
      </span>
    </li>
  );
}, isSameItem);

/** In how many places the words were deleted, and the way from one to the next. */
function Places(props: { places: readonly AttributionSpan[]; onShow: (place: AttributionSpan) => void }): ReactElement {
  const { t } = useTranslation();
  const { places } = props;
  const [at, setAt] = useState<number | null>(null);
  const step = (by: 1 | -1): void => {
    const next = at === null ? (by === 1 ? 0 : places.length - 1) : (at + by + places.length) % places.length;
    const place = places[next];
    if (!place) return;
    setAt(next);
    props.onShow(place);
  };
  return (
    <span className={classes["places"]}>
      <span aria-live="polite">
        {at === null || at >= places.length
          ? t("editor.authors.places", { count: places.length })
          : t("editor.authors.placeOf", { at: at + 1, count: places.length })}
      </span>
      <ActionIcon size="sm" aria-label={t("editor.authors.previousPlace")} onClick={() => step(-1)}>
        <IconChevronUp size={15} />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t("editor.authors.nextPlace")} onClick={() => step(1)}>
        <IconChevronDown size={15} />
      </ActionIcon>
    </span>
  );
}
