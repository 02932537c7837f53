/** Beside which agreed words stands what waits for a decision, before a version is restored and after it. */
import { type DocumentReplica, type VersionBlock, readVersion } from "@parley/history";

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

/** What waits, with what stood beside it before the restoration, and in the row that put it there. */
export interface Beside {
  readonly id: Character["id"];
  readonly unit: string;
  readonly now: Neighbours;
  readonly proposed: Neighbours;
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

function neighboursIn(paragraph: readonly Character[], index: number): Neighbours {
  const isAgreed = ({ isPending }: Character): boolean => !isPending;
  return {
    left: paragraph.slice(0, index).findLast(isAgreed)?.origin ?? null,
    right: paragraph.slice(index + 1).find(isAgreed)?.origin ?? null,
  };
}

/** The waiting characters of a paragraph, by their ids. */
function waitingIn(paragraphs: readonly Character[][]): Map<string, { character: Character; beside: Neighbours }> {
  return new Map(
    paragraphs.flatMap((paragraph) =>
      paragraph.flatMap((character, index) =>
        character.isPending
          ? [[keyOf(character.id), { character, beside: neighboursIn(paragraph, index) }] as const]
          : [],
      ),
    ),
  );
}

/** Everything that waits among agreed words, with what is beside it. */
export function besideWaiting(replica: DocumentReplica): Beside[] {
  const earlier = new Map<number, ReturnType<typeof waitingIn>>();
  const proposedBeside = (id: Character["id"]): Neighbours | undefined => {
    const seq = replica.attribution.insertingRow(id.client, id.clock) ?? replica.seq;
    let waiting = earlier.get(seq);
    if (!waiting) earlier.set(seq, (waiting = waitingIn(paragraphsAt(replica, seq))));
    return waiting.get(keyOf(id))?.beside;
  };
  return [...waitingIn(paragraphsAt(replica, replica.seq)).values()].map(({ character, beside }) => ({
    id: character.id,
    unit: character.unit,
    now: beside,
    proposed: proposedBeside(character.id) ?? beside,
  }));
}

/** What stood beside something at each row since it was proposed: words that came between later, and went again, may come back. */
function everBeside(replica: DocumentReplica, id: Character["id"]): Neighbours[] {
  const since = replica.attribution.insertingRow(id.client, id.clock) ?? replica.seq;
  return Array.from({ length: replica.seq - since }, (_, index) => since + index).flatMap(
    (seq) => waitingIn(paragraphsAt(replica, seq)).get(keyOf(id))?.beside ?? [],
  );
}

/** What of these stands, after the restoration, beside nothing that it stood beside although that stands somewhere. */
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
  return before.flatMap(({ id, unit, now, proposed }) => {
    const found = waiting.get(keyOf(id)) ?? waiting.get(copies.get(keyOf(id)) ?? "");
    const { left, right } = found?.beside ?? { left: null, right: null };
    const stands = (origin: string | null): boolean => origin !== null && standing.has(origin);
    const told = `${unit} (${keyOf(id)}): now ${left} | ${right}, before ${now.left} | ${now.right}, when proposed ${proposed.left} | ${proposed.right}`;
    const isBetween = left === proposed.left && right === proposed.right;
    // Where both stand side by side again it is between them.
    if (stands(proposed.left) && stands(proposed.right) && following.get(proposed.left as string) === proposed.right)
      return isBetween ? [] : [told];
    if (![now.left, now.right, proposed.left, proposed.right].some(stands)) return [];
    const isBeside = (was: Neighbours): boolean =>
      (stands(left) && left === was.left) || (stands(right) && right === was.right);
    return isBeside(now) || isBeside(proposed) || everBeside(replica, id).some(isBeside) ? [] : [told];
  });
}
