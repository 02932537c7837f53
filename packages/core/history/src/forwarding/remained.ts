/**
 * [FW7] Words that stand although somebody else deleted, at the same moment, what they were typed into or what they were typed instead of.
 *
 * They stay as they were typed; whoever typed them and whoever deleted what was around them are told, since the one wanted them there and the
 * other wanted nothing there.
 */
import type * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { Damage } from "./damage.ts";
import { type PlanParts, rowsWith } from "./plan-parts.ts";
import { type Character, keyOfId, readCharacters } from "./read-characters.ts";
import { rangesOf } from "./resolve-doubles.ts";
import { paragraphOf, textAt } from "./whereabouts.ts";

/** Characters side by side, with the indexes of the first and the last of them. */
interface Sequence {
  readonly characters: Character[];
  readonly first: number;
  last: number;
}

/** What remains in a text, given what of it its row's author, or others, deleted. */
export function findRemained(
  { document, view, finder, draft, copies }: PlanParts,
  characters: readonly Character[],
): Damage[] {
  const { row } = view;
  const { attribution, lineage } = document;
  const moved = IdSet.of(row.copies.map(({ copy, source }) => ({ ...source, length: copy.length })));
  const deletedByRow = ({ id, after }: Character): boolean => !after && !moved.has(id.client, id.clock);
  const deletedByOthers = ({ id, goneMeanwhile }: Character): boolean =>
    goneMeanwhile &&
    !lineage.copiesOf({ ...id, length: 1 }).some(({ copy }) => view.isForeign(copy) && finder.standing(copy) !== null);
  const carried = new Map(
    copies.flatMap(({ copy, source }) =>
      Array.from({ length: copy.length }, (_each, offset): [string, Id] => [
        keyOfId({ client: source.client, clock: source.clock + offset }),
        { client: copy.client, clock: copy.clock + offset },
      ]),
    ),
  );
  // It may have been brought elsewhere, now or before.
  const placeOf = ({ item, id }: Character): Id | null => {
    if (!item.deleted && !draft.isDeleted(id)) return id;
    const at = carried.get(keyOfId(id)) ?? finder.livingCopy(id);
    return at && !draft.isDeleted(at) ? at : null;
  };
  const stands = (each: Character): boolean => placeOf(each) !== null;
  const typedAs = (id: Id): Id => {
    const source = lineage.sourceOf(id.client, id.clock);
    return source && view.isRecent(source) ? typedAs(source) : id;
  };
  // What was brought here from where it stood before is no part of what was typed beside it.
  const isTyped = ({ id }: Character): boolean => {
    const typed = typedAs(id);
    return lineage.sourceOf(typed.client, typed.clock) === undefined;
  };
  const around = new Surroundings(characters, stands);
  const remains = (isOf: (each: Character) => boolean, isGone: IsGone, isReplaced: IsGone): Damage[] =>
    sequencesIn(characters, stands, (each) => isOf(each) && isTyped(each)).flatMap((sequence): Damage[] => {
      const ids = sequence.characters.map(({ id }) => id);
      const gone = around.goneAt(sequence, isGone, isReplaced);
      if (gone.length === 0) return [];
      const typedBy = ids.map(typedAs).flatMap((id) => attribution.insertingRow(id.client, id.clock) ?? []);
      const deletedBy = gone.flatMap(({ id }) => attribution.deletingRow(id.client, id.clock) ?? []);
      const text = textAt(document, ids[0] as Id);
      return [
        {
          kind: "remained",
          text: sequence.characters.map(({ unit }) => unit).join(""),
          ids: rangesOf(sequence.characters.flatMap((each) => placeOf(each) ?? [])),
          others: [],
          block: (text && paragraphOf(text)?.id) ?? null,
          rows: rowsWith(view, [...typedBy, ...deletedBy]),
        },
      ];
    });
  return [
    ...remains(({ id, before }) => !before && view.isForeign(id), deletedByRow, deletedByOthers),
    ...remains(({ isNew, after }) => isNew && after, deletedByOthers, deletedByRow),
  ];
}

/** The texts to which others brought what the row deletes: as if its author had seen there what they deleted elsewhere. */
export function textsOfCopies({ document, view }: PlanParts): ReadonlyMap<Y.XmlText, readonly Character[]> {
  const { lineage } = document;
  const moved = IdSet.of(view.row.copies.map(({ copy, source }) => ({ ...source, length: copy.length })));
  const texts = new Set<Y.XmlText>();
  const visit = (range: IdRange): void => {
    for (const { copy } of lineage.copiesOf(range)) {
      const text = textAt(document, copy);
      if (text?._item?.deleted === false) texts.add(text);
      visit(copy);
    }
  };
  for (const range of view.row.stated) for (const gone of view.goneMeanwhile(range)) visit(gone);
  const asSeen = (each: Character): Character => {
    const seen = each.before || each.isNew ? null : view.seenAs(each.id);
    const isDeleted = seen && view.stated.has(seen.client, seen.clock) && !moved.has(seen.client, seen.clock);
    return seen ? { ...each, before: true, after: isDeleted !== true, isForeign: false } : each;
  };
  return new Map([...texts].map((text) => [text, readCharacters(text, view).map(asSeen)]));
}

/** Whether one of the two who met has deleted a character that the row's author saw before. */
type IsGone = (each: Character) => boolean;

function sequencesIn(
  characters: readonly Character[],
  stands: (each: Character) => boolean,
  isOf: (each: Character) => boolean,
): Sequence[] {
  const sequences: Sequence[] = [];
  let open: Sequence | null = null;
  for (const [index, each] of characters.entries()) {
    if (!stands(each)) continue;
    if (!isOf(each)) open = null;
    else if (open) {
      open.characters.push(each);
      open.last = index;
    } else sequences.push((open = { characters: [each], first: index, last: index }));
  }
  return sequences;
}

/** What the author of a row saw around characters of a text before it. */
class Surroundings {
  private readonly characters: readonly Character[];
  private readonly stands: (each: Character) => boolean;
  private readonly lefts: (Character | null)[] = [];
  private readonly rights: (Character | null)[] = [];

  constructor(characters: readonly Character[], stands: (each: Character) => boolean) {
    this.characters = characters;
    this.stands = stands;
    let seen: Character | null = null;
    for (const each of characters) {
      this.lefts.push(seen);
      if (each.before) seen = each;
    }
    seen = null;
    for (const each of characters.toReversed()) {
      this.rights.push(seen);
      if (each.before) seen = each;
    }
    this.rights.reverse();
  }

  /**
   * Where the one deleted what the other typed into, or instead of, some characters of that; none otherwise. Typed into is what had
   * something that is gone on both sides, or, at an end of the text, when nothing is left of it.
   */
  goneAt(sequence: Sequence, isGone: IsGone, isReplaced: IsGone): Character[] {
    const { first, last } = sequence;
    const beside = [this.lefts[first], this.rights[last]].filter((each): each is Character => !!each);
    const isAround = beside.length === 2 || this.characters.every((each) => !each.before || isGone(each));
    if (beside.length > 0 && beside.every(isGone) && isAround) return beside;
    return this.goneWith(sequence).filter((each) => isReplaced(each) && isGone(each));
  }

  /** What was seen between what stands on either side. */
  private goneWith({ first, last }: Sequence): Character[] {
    const isGone = (index: number): boolean => {
      const each = this.characters[index];
      return each !== undefined && !this.stands(each);
    };
    let [from, until] = [first, last + 1];
    while (isGone(from - 1)) from--;
    while (isGone(until)) until++;
    return this.characters.slice(from, until).filter((each) => each.before);
  }
}
