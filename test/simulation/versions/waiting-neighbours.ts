/** Beside which agreed words stands what waits for a decision, before a version is restored and after it. */
import { type DocumentReplica, type TailRow, type VersionBlock, readVersion } from "@parley/history";

interface Character {
  /** Where it was typed first: what is written again stays the same. */
  readonly origin: string;
  readonly id: { readonly client: number; readonly clock: number };
  readonly unit: string;
  readonly isPending: boolean;
}

interface Neighbours {
  readonly left: string | null;
  readonly right: string | null;
}

/** All agreed words of a paragraph on either side of something, and what waits between it and those on its left; the nearest first. */
interface Around {
  readonly lefts: readonly string[];
  readonly rights: readonly string[];
  readonly waiting: readonly string[];
}

/** What waits, with what stood beside it before the restoration, and around it in the row in which somebody put it there. */
export interface Beside {
  readonly id: Character["id"];
  /** The ids under which the server wrote it again since, as earlier restorations do; the last one is somebody's own. */
  readonly ids: readonly Character["id"][];
  readonly unit: string;
  readonly now: Neighbours;
  readonly proposed: Around;
}

/** The paragraphs after a row, character by character; those that wait whole are left out. */
function paragraphsAt(document: DocumentReplica, seq: number): Character[][] {
  const found: Character[][] = [];
  const visit = (blocks: readonly VersionBlock[]): void => {
    for (const { pieces, children, isPending, name } of blocks) {
      if (isPending) continue;
      if (name === "paragraph")
        found.push(
          pieces.flatMap(({ range, text, isPending: waits }) =>
            Array.from({ length: range.length }, (_, at) => {
              const id = { client: range.client, clock: range.clock + at };
              const { client, clock } = document.lineage.originOf(id);
              return { id, origin: `${client} ${clock}`, unit: text[at] ?? "", isPending: waits };
            }),
          ),
        );
      visit(children);
    }
  };
  visit(readVersion(document, seq));
  return found;
}

const keyOf = ({ client, clock }: Character["id"]): string => `${client} ${clock}`;

function aroundIn(paragraph: readonly Character[], index: number): Around {
  const agreedIn = (characters: readonly Character[]): string[] =>
    characters.flatMap(({ isPending, origin }) => (isPending ? [] : [origin]));
  const waitingSince = paragraph.slice(0, index).findLastIndex(({ isPending }) => !isPending) + 1;
  return {
    waiting: paragraph
      .slice(waitingSince, index)
      .map(({ origin }) => origin)
      .toReversed(),
    lefts: agreedIn(paragraph.slice(0, index)).toReversed(),
    rights: agreedIn(paragraph.slice(index + 1)),
  };
}

const neighboursOf = ({ lefts, rights }: Around, isSuch: (origin: string) => boolean = () => true): Neighbours => ({
  left: lefts.find(isSuch) ?? null,
  right: rights.find(isSuch) ?? null,
});

/** The waiting characters of paragraphs, by their ids. */
function waitingIn(paragraphs: readonly Character[][]): Map<string, { character: Character; around: Around }> {
  return new Map(
    paragraphs.flatMap((paragraph) =>
      paragraph.flatMap((character, index) =>
        character.isPending ? [[keyOf(character.id), { character, around: aroundIn(paragraph, index) }] as const] : [],
      ),
    ),
  );
}

/** Everything that waits among agreed words, with what is beside it. */
export function besideWaiting(replica: DocumentReplica, log: readonly TailRow[]): Beside[] {
  const { attribution, lineage } = replica;
  const isServers = (id: Character["id"]): boolean =>
    (log[(attribution.insertingRow(id.client, id.clock) ?? 0) - 1]?.statement ?? null) !== null;
  const idsOf = (id: Character["id"]): Character["id"][] => {
    const source = isServers(id) ? lineage.sourceOf(id.client, id.clock) : undefined;
    return source ? [id, ...idsOf(source)] : [id];
  };
  const earlier = new Map<number, ReturnType<typeof waitingIn>>();
  const aroundProposed = (id: Character["id"]): Around | undefined => {
    const seq = attribution.insertingRow(id.client, id.clock) ?? replica.seq;
    let waiting = earlier.get(seq);
    if (!waiting) earlier.set(seq, (waiting = waitingIn(paragraphsAt(replica, seq))));
    return waiting.get(keyOf(id))?.around;
  };
  return [...waitingIn(paragraphsAt(replica, replica.seq)).values()].map(({ character: { id, unit }, around }) => {
    const ids = idsOf(id);
    return { id, ids, unit, now: neighboursOf(around), proposed: aroundProposed(ids.at(-1) ?? id) ?? around };
  });
}

/** What stood beside something at each row since it was proposed: words that came between later, and went again, may come back. */
function everBeside(replica: DocumentReplica, ids: Beside["ids"]): Neighbours[] {
  const since = Math.min(
    ...ids.map(({ client, clock }) => replica.attribution.insertingRow(client, clock) ?? replica.seq),
  );
  return Array.from({ length: replica.seq - since }, (_, index) => since + index).flatMap((seq) => {
    const waiting = waitingIn(paragraphsAt(replica, seq));
    return ids.flatMap((id) => waiting.get(keyOf(id)) ?? []).map(({ around }) => neighboursOf(around));
  });
}

/** What of these stands, after the restoration, beside nothing that it stood beside although that stands somewhere; or not between two that do again. */
export function strayed(replica: DocumentReplica, before: readonly Beside[]): string[] {
  const paragraphs = paragraphsAt(replica, replica.seq);
  const waiting = waitingIn(paragraphs);
  const copies = new Map(
    [...waiting.values()].flatMap(({ character: { id } }) => {
      const source = replica.lineage.sourceOf(id.client, id.clock);
      return source ? [[keyOf(source), keyOf(id)] as const] : [];
    }),
  );
  const agreed = paragraphs.map((paragraph) => paragraph.filter(({ isPending }) => !isPending));
  const standing = new Set(agreed.flat().map(({ origin }) => origin));
  const following = new Map(
    agreed.flatMap((paragraph) =>
      paragraph.map(({ origin }, at) => [origin, paragraph[at + 1]?.origin ?? null] as const),
    ),
  );
  return before.flatMap(({ id, ids, unit, now, proposed: around }) => {
    const found = waiting.get(keyOf(id)) ?? waiting.get(copies.get(keyOf(id)) ?? "");
    const { left, right } = found ? neighboursOf(found.around) : { left: null, right: null };
    const stands = (origin: string | null): boolean => origin !== null && standing.has(origin);
    // Of what stood on either side when it was proposed the nearest that stands again.
    const nearest = neighboursOf(around, stands);
    const told = `${unit} (${keyOf(id)}): now ${left} | ${right}, before ${now.left} | ${now.right}, of those when proposed ${nearest.left} | ${nearest.right}`;
    // What was proposed right behind other words that wait goes where those do.
    const [behind] = around.waiting;
    if (behind !== undefined && found?.around.waiting.includes(behind)) return [];
    // Where both stand side by side again it is between them.
    if (nearest.left !== null && nearest.right !== null && following.get(nearest.left) === nearest.right)
      return left === nearest.left && right === nearest.right ? [] : [told];
    if (![now.left, now.right, nearest.left, nearest.right].some(stands)) return [];
    const isBeside = (was: Neighbours): boolean =>
      (stands(left) && left === was.left) || (stands(right) && right === was.right);
    return isBeside(now) || isBeside(nearest) || everBeside(replica, ids).some(isBeside) ? [] : [told];
  });
}
