/** What happened between two versions, in words. */
import type { Party } from "@parley/base";
import { broughtInBy } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { formatMoment } from "../../../ui/format-moment.ts";

/** Who made a row. */
export interface RowFacts {
  readonly seq: number;
  readonly author: { readonly id: string; readonly name: string };
  readonly party: Party;
  /** How it came in: an update kind. */
  readonly via: string;
  readonly at: string;
}

/** Says what happened, by whom and when; given the row that accepted it, who had proposed it and who accepted, a line each. */
export type Tell = (what: string, seq: number | null, decidedSeq?: number | null) => string;

/** Returns a function that tells rows in words. */
export function useTeller(rows: ReadonlyMap<number, RowFacts>): Tell {
  const { t, i18n } = useTranslation();
  return (what, seq, decidedSeq = null) => {
    const say = (how: "told" | "toldProposed", deed: string, by: number | null): string => {
      const row = by === null ? undefined : rows.get(by);
      if (!row) return deed;
      const { name } = row.author;
      return t(`documents.versions.${how}`, { what: deed, name, when: formatMoment(row.at, i18n.language) });
    };
    if (decidedSeq === null) return say("told", what, seq);
    return [say("toldProposed", what, seq), say("told", t("documents.versions.decided"), decidedSeq)].join("\n");
  };
}

/** Returns a function that says that somebody wrote words, or how else they came in with a row. */
export function useNameOfWriting(rows: ReadonlyMap<number, RowFacts>): (seq: number) => string {
  const { t } = useTranslation();
  return (seq) => {
    const way = broughtInBy(rows.get(seq)?.via);
    return t(way ? `documents.versions.broughtIn.${way}` : "documents.versions.fate.inserted");
  };
}

/** Returns a function that says how an attribute or a kind of formatting is called. */
export function useNameOfChange(): (name: string | null) => string {
  const { t } = useTranslation();
  return (name) => (name === null ? "" : t(`documents.versions.attribute.${name}`, { defaultValue: name }));
}

/** Returns a function that says to which of several alternatives something proposed belongs. */
export function useLettered(): (what: string, letter: string | undefined) => string {
  const { t } = useTranslation();
  return (what, letter) => (letter === undefined ? what : t("documents.versions.alternative", { what, letter }));
}
