/** Words that came to stand where their neighbours no longer are, and where they belong instead. */
import type * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import type { DraftPlace, DraftRun, Formatting } from "./draft-update.ts";
import { type Character, keyOfId } from "./read-characters.ts";
import type { ForwardingDocument } from "./row-view.ts";
import { type Finder, type Whereabouts, itemAt, paragraphOf } from "./whereabouts.ts";

/** Characters that follow each other and belong together: all the row's own, or all of others. */
export interface Run {
  readonly text: Y.XmlText;
  readonly characters: readonly Character[];
  readonly own: boolean;
}

/** What is to become of a run: it stays, it is carried, or nothing is left of what it stood in. */
export type Settled = "stays" | DraftPlace | null;

/** The runs of a text whose place depends on what somebody else did meanwhile. `isOut` says what goes anyway. */
export function runsIn(text: Y.XmlText, characters: readonly Character[], isOut: (id: Id) => boolean): Run[] {
  const runs: { text: Y.XmlText; characters: Character[]; own: boolean }[] = [];
  let isOpen = false;
  for (const character of characters) {
    const own = character.isNew && character.after;
    if ((own || character.isForeign) && !isOut(character.id)) {
      const last = runs.at(-1);
      if (isOpen && last?.own === own) last.characters.push(character);
      else runs.push({ text, characters: [character], own });
      isOpen = true;
    } else if (character.before) isOpen = false;
  }
  return runs;
}

/**
 * [FW1] [FW2] Where a run belongs: beside the neighbour that it was written beside, wherever that is now; the left one counts before the
 * right one, what stands before what is gone, and the nearest before those further away.
 */
export function settleRun(
  run: Run,
  characters: readonly Character[],
  finder: Finder,
  document: ForwardingDocument,
): Settled {
  const [first, last] = [run.characters[0], run.characters.at(-1)];
  if (!first || !last) return "stays";
  const isAnchor = (each: Character): boolean => (run.own ? each.after && !each.isNew : each.before);
  const start = characters.indexOf(first);
  const end = characters.indexOf(last);
  const lefts = characters.slice(0, start).filter(isAnchor).toReversed();
  const rights = characters.slice(end + 1).filter(isAnchor);
  const standing = run.text._item?.deleted === false;
  const found = new Map<string, Whereabouts>();
  const find = (each: Character | undefined): Whereabouts => {
    if (!each) return null;
    const key = keyOfId(each.id);
    let where = found.get(key);
    if (where === undefined) found.set(key, (where = finder.find(each.id)));
    return where;
  };
  const [left, right] = [find(lefts[0]), find(rights[0])];
  const stands = [left, right].map((where) => standing && where?.kind === "stands");
  if (stands[0] || stands[1]) {
    // Words that somebody moved in may have come to stand between the run and its neighbour.
    const near = [
      stands[0] && !isParted(characters.slice(lefts[0] ? characters.indexOf(lefts[0]) : 0, start), run, document),
      stands[1] &&
        !isParted(characters.slice(end + 1, rights[0] ? characters.indexOf(rights[0]) : undefined), run, document),
    ];
    if (near[0] || near[1]) return "stays";
    if (stands[0] && left && "at" in left) return { after: left.at };
    if (right && "at" in right) return { before: right.at };
  }
  for (const each of lefts) {
    const where = each === lefts[0] ? left : find(each);
    if (where?.kind === "stands" && standing) return "stays";
    if (where?.kind === "moved") return { after: where.at };
    // The right neighbour is nearer than anything further to the left.
    if (each === lefts[0] && right?.kind === "moved") return { before: right.at };
  }
  for (const each of rights) {
    const where = find(each);
    if (where?.kind === "stands" && standing) return "stays";
    if (where?.kind === "moved") return { before: where.at };
  }
  return standing ? "stays" : ofWholeParagraph(run.text, finder, document);
}

/** Whether the other side moved words in between. */
function isParted(between: readonly Character[], run: Run, { lineage }: ForwardingDocument): boolean {
  return between.some(
    ({ id, item, isNew, isForeign }) =>
      !item.deleted && (run.own ? isForeign : isNew) && lineage.sourceOf(id.client, id.clock) !== undefined,
  );
}

/** A paragraph without words that was re-created elsewhere takes what was written into it. */
function ofWholeParagraph(text: Y.XmlText, finder: Finder, { ydoc }: ForwardingDocument): Settled {
  const paragraph = paragraphOf(text);
  if (!paragraph) return null;
  const copy = paragraph.deleted ? finder.livingCopy(paragraph.id) : paragraph.id;
  const item = copy && itemAt(ydoc, copy);
  return item ? { inside: item } : null;
}

/** A run's characters in stretches of one formatting, as their author saw them; `marksOf` gives what others changed about one meanwhile. */
export function draftRuns(
  { characters, own }: Run,
  marksOf: (id: Id) => readonly (readonly [string, unknown])[],
): DraftRun[] {
  return inStretches(characters, (each) => {
    if (!own) return each.formattingThen;
    const marks = marksOf(each.id);
    if (marks.length === 0) return each.formattingAfter;
    const changed = { ...each.formattingAfter, ...Object.fromEntries(marks) };
    return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
  });
}

/** A run's characters in stretches of one formatting, as they stand now and with the marks that they are to get. */
export function standingRuns(
  { characters }: Run,
  changes: readonly { readonly id: Id; readonly key: string; readonly value: unknown }[],
): DraftRun[] {
  const byId = Map.groupBy(changes, ({ id }) => keyOfId(id));
  return inStretches(characters, ({ id, formattingNow }) => {
    const own = byId.get(keyOfId(id));
    if (!own) return formattingNow;
    const changed = { ...formattingNow, ...Object.fromEntries(own.map(({ key, value }) => [key, value])) };
    return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
  });
}

function inStretches(characters: readonly Character[], formattingOf: (each: Character) => Formatting): DraftRun[] {
  const runs: { text: string; formatting: Formatting }[] = [];
  for (const each of characters) {
    const formatting = formattingOf(each);
    const last = runs.at(-1);
    if (last && JSON.stringify(last.formatting) === JSON.stringify(formatting)) last.text += each.unit;
    else runs.push({ text: each.unit, formatting });
  }
  return runs;
}
