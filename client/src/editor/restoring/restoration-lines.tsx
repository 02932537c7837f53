import type { RestorationFigures } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./restoration-lines.module.css";
import { type Tense, changedBlocks, sizeLines } from "./restored-sizes.ts";

/** What restoring a version does to the agreed text, a line for each thing; `will` says it beforehand. `readerId` is told as such. */
export function RestorationLines(props: {
  figures: RestorationFigures;
  tense: Tense;
  readerId: string;
}): ReactElement | null {
  const lines = useLines(props.figures, props.tense, props.readerId);
  if (lines.length === 0) return null;
  return (
    <ul className={classes["lines"]}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function useLines(figures: RestorationFigures, tense: Tense, readerId: string): string[] {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const listed = (words: readonly string[]): string => words.join(t("editor.restored.and"));
  const nameOf = ({ id, name }: { id: string; name: string }): string =>
    id === readerId ? t("editor.restored.you") : name;
  const authors = figures.edits.map(
    ({ author, insertedCharacters: inserted, deletedCharacters: deleted, ...others }) => {
      const characters = [
        ...(inserted > 0 ? [`+${number.format(inserted)}`] : []),
        ...(deleted > 0 ? [`−${number.format(deleted)}`] : []),
      ];
      const places = (["splits", "joins", "moves", "formats"] as const).flatMap((did) =>
        others[did] > 0 ? [t(`editor.restored.${did}`, { count: others[did] })] : [],
      );
      const size = listed([
        ...(characters.length > 0 ? [characters.join(" ")] : []),
        ...changedBlocks(others, t),
        ...places,
      ]);
      return t("editor.restored.author", { name: nameOf(author), size });
    },
  );
  const { count, proposedBy, acceptedBy } = figures.accepted;
  const proposers = listed(proposedBy.map(nameOf));
  const deciders = listed(acceptedBy.map(nameOf));
  const { voided, parted } = figures.waiting;
  return [
    ...sizeLines(figures, tense, t),
    ...(authors.length > 0
      ? [t(`editor.restored.${tense}.edits`, { authors: authors.join(t("editor.restored.andBy")) })]
      : []),
    ...(count > 0 ? [t(`editor.restored.${tense}.accepted`, { count, proposers, deciders })] : []),
    ...(voided > 0 ? [t(`editor.restored.${tense}.voided`, { count: voided })] : []),
    ...(parted > 0 ? [t(`editor.restored.${tense}.parted`, { count: parted })] : []),
  ];
}
