/** How much a restored version changed in the agreed text, in words: characters, paragraphs, pictures, tables and their rows. */
import type { BlockCount, RestoredSums } from "@parley/documents";
import type { TFunction } from "i18next";

/** `will` says beforehand what restoring does. */
export type Tense = "will" | "did";

/** A line each for what goes, what comes back and what changes otherwise; none where nothing does. */
export function sizeLines(sums: RestoredSums, tense: Tense, t: TFunction): string[] {
  const listed = (characters: number, paragraphs: number, blocks: readonly BlockCount[]): string =>
    [
      ...(characters > 0 ? [t("editor.restored.characters", { count: characters })] : []),
      ...(paragraphs > 0 ? [blockWords({ subject: "paragraph", count: paragraphs }, t)] : []),
      ...blocks.map((each) => blockWords(each, t)),
    ].join(t("editor.restored.and"));
  const gone = listed(sums.goneCharacters, sums.goneParagraphs, sums.goneBlocks);
  const back = listed(sums.backCharacters, sums.backParagraphs, sums.backBlocks);
  return [
    ...(gone === "" ? [] : [t(`editor.restored.${tense}.gone`, { what: gone })]),
    ...(back === "" ? [] : [t(`editor.restored.${tense}.back`, { what: back })]),
    ...(sums.otherPlaces > 0 ? [t(`editor.restored.${tense}.other`, { count: sums.otherPlaces })] : []),
  ];
}

/** So many blocks of a kind, as "2 pictures". */
export function blockWords({ subject, count }: BlockCount, t: TFunction): string {
  return t(`editor.restored.block.${subject}`, { count });
}

/** A line for each kind of block that was put in or deleted. */
export function changedBlocks(
  changed: { readonly addedBlocks: readonly BlockCount[]; readonly removedBlocks: readonly BlockCount[] },
  t: TFunction,
): string[] {
  return [
    ...changed.addedBlocks.map((each) => t("editor.restored.putIn", { what: blockWords(each, t) })),
    ...changed.removedBlocks.map((each) => t("editor.restored.deleted", { what: blockWords(each, t) })),
  ];
}
