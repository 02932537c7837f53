/**
 * On whose words changes of a paragraph build.
 *
 * Rules:
 * - [PR7] what somebody types inside the words that another one proposes, or instead of some of them, builds on that proposal; so does what
 *   they go on typing behind an alternative to what they had proposed before.
 */
import type { PersonId } from "@parley/base";
import { IdMap, type IdRange, type IdSet, type Lineage, rowNumber } from "@parley/history";
import type { MarkedPiece } from "./marked-document.ts";
import type { PlacedRecord } from "./placed-record.ts";

export interface Layers {
  /** For each piece that somebody proposed the index of an earlier one of somebody else's on which it builds; `null` for none. */
  readonly groundOf: readonly (number | null)[];
  /** Who proposed all that a record would delete here, when that is one other person. */
  on(record: PlacedRecord): PersonId | null;
}

/** `answering` are characters of proposals that answer others. Costs time in proportion to the pieces. */
export function layersOf(pieces: readonly MarkedPiece[], answering: IdSet, lineage: Lineage): Layers {
  const about = ownersOfDeleted(pieces);
  const on = (record: PlacedRecord): PersonId | null => about.get(record) ?? null;
  const groundOf = groundsInside(pieces, lineage);
  pieces.forEach((piece, at) => {
    if (piece.inserted && groundOf[at] === null) groundOf[at] = groundBehind(pieces, groundOf, at, { on, answering });
  });
  return { groundOf, on };
}

/** Of every record that deletes words here whose they are: `null` for words of several people, agreed ones and the record's author's. */
function ownersOfDeleted(pieces: readonly MarkedPiece[]): Map<PlacedRecord, PersonId | null> {
  const owners = new Map<PlacedRecord, PersonId | null>();
  for (const { inserted, records } of pieces)
    for (const placed of records) {
      if (placed.record.do !== "delete") continue;
      const known = owners.get(placed);
      const owner = inserted && inserted.personId !== placed.author ? inserted.personId : null;
      owners.set(placed, known === undefined || known === owner ? owner : null);
    }
  return owners;
}

/** Words between two pieces that were written in one go. */
interface Around {
  readonly from: number;
  readonly to: number;
  readonly personId: PersonId | null;
  /** The nearest around it by somebody else. */
  readonly of: Around | undefined;
}

/** The nearest that is not somebody's own. However deep they are nested, there is nothing to go through. */
const notBy = (personId: PersonId | null, around: Around | undefined): Around | undefined =>
  around?.personId === personId ? around?.of : around;

/**
 * Words whose ids follow each other were written in one go: whatever stands between them was put inside. Words that have been written again
 * since, by a decision or its taking back, are known by the ids under which they were proposed.
 */
function groundsInside(pieces: readonly MarkedPiece[], lineage: Lineage): (number | null)[] {
  const written = pieces.map(({ inserted, range }) => (inserted ? lineage.origins(range, false) : []));
  const nameOf = (client: number, clock: number): string => `${client} ${clock}`;
  const starts = new Map(
    written.flatMap((runs, at) => runs.map(({ source: { client, clock } }) => [nameOf(client, clock), at] as const)),
  );
  /** The last piece that goes on with what is in one. */
  const endOf = (at: number): number | undefined =>
    written[at]
      ?.flatMap(({ copy, source }) => starts.get(nameOf(source.client, source.clock + copy.length)) ?? [])
      .filter((to) => to > at + 1 && pieces[to]?.inserted?.personId === pieces[at]?.inserted?.personId)
      .reduce<number | undefined>((last, to) => Math.max(last ?? to, to), undefined);
  const around: Around[] = [];
  const standing = new IdMap<number>(rowNumber);
  pieces.forEach(({ range, inserted }, at) => {
    for (const each of inserted
      ? (written[at]?.map(({ copy, source }) => ({ ...source, length: copy.length })) ?? [])
      : [range])
      standing.claim(each, at);
  });
  /** Whether some words were typed on behind others, as their ids say. */
  const goesOn = (at: number): boolean => {
    const [first, before] = [written[at]?.[0]?.source, written[at - 1]?.at(-1)];
    return (
      first !== undefined &&
      before !== undefined &&
      before.source.client === first.client &&
      before.source.clock + before.copy.length === first.clock
    );
  };
  /**
   * Whether words were typed before what stands up to piece `to`. What stands before something behind that was typed when the rest was still
   * on its way.
   */
  const wasPutInside = (at: number, to: number): boolean => {
    let first = at;
    while (first > 0 && pieces[first]?.typedBetween === undefined && goesOn(first)) first--;
    const { typedBetween } = pieces[first] ?? {};
    if (typedBetween === undefined) return true;
    const [, right] = typedBetween;
    return right !== null && (standing.get(right.client, right.clock) ?? 0) <= to;
  };
  return pieces.map(({ inserted }, at) => {
    while ((around.at(-1)?.to ?? Infinity) <= at) around.pop();
    const nearest = inserted && notBy(inserted.personId, around.at(-1));
    const inside = nearest && wasPutInside(at, nearest.to) ? nearest : undefined;
    const to = endOf(at);
    if (to !== undefined) {
      const personId = inserted?.personId ?? null;
      around.push({ from: at, to, personId, of: notBy(personId, around.at(-1)) });
    }
    return inside?.from ?? null;
  });
}

/** What somebody types right behind what they strike of another's words, behind own words that build on them, or behind an alternative. */
function groundBehind(
  pieces: readonly MarkedPiece[],
  groundOf: readonly (number | null)[],
  at: number,
  { on, answering }: { readonly on: Layers["on"]; readonly answering: IdSet },
): number | null {
  const [piece, before] = [pieces[at], pieces[at - 1]];
  if (!piece?.inserted || !before?.inserted || touches(answering, piece.range)) return null;
  const { personId, seq } = piece.inserted;
  const isNewer = (ground: number | null): boolean =>
    ground !== null && seq > (pieces[ground]?.inserted?.seq ?? Infinity);
  if (before.inserted.personId === personId) {
    const ground = groundOf[at - 1] ?? null;
    return isNewer(ground) ? ground : null;
  }
  if (!isNewer(at - 1)) return null;
  const strikes = before.records.some((placed) => placed.author === personId && on(placed) !== null);
  return strikes || isAlternative(pieces, at, answering) ? at - 1 : null;
}

/** Whether the words before a piece are an alternative to something that its author had proposed right before them, or were answered by it. */
function isAlternative(pieces: readonly MarkedPiece[], at: number, answering: IdSet): boolean {
  const [piece, before] = [pieces[at], pieces[at - 1]];
  if (!piece?.inserted || !before?.inserted) return false;
  for (let earlier = at - 1; earlier >= 0; earlier--) {
    const { inserted, range, records } = pieces[earlier] as MarkedPiece;
    const isOwn = inserted?.personId === piece.inserted.personId;
    if (isOwn) return touches(answering, before.range) || touches(answering, range);
    if (records.some(({ author, record }) => author === piece.inserted?.personId && record.do === "delete"))
      return touches(answering, before.range);
    if (!inserted) return false;
  }
  return false;
}

const touches = (ids: IdSet, range: IdRange): boolean => ids.slice(range).length > 0;
