/** When blocks waited for a decision, with all that stands in them. */
import * as Y from "yjs";
import type { VersionedDocument } from "./version-tree.ts";

/** The rows at which something began to wait and was agreed on, in turn. */
export type Turns = readonly number[];

/**
 * When the blocks around words waited: what stands in one waits with it. The text of an agreed paragraph is none of them: whoever is the
 * first to write in an empty one brings it, and others write in it, too.
 */
export class BlockTurns {
  private readonly document: Pick<VersionedDocument, "standings">;
  private readonly known = new Map<unknown, Turns>();

  constructor(document: Pick<VersionedDocument, "standings">) {
    this.document = document;
  }

  of(holder: Y.Item["parent"]): Turns {
    const item = holder instanceof Y.AbstractType ? holder._item : null;
    if (item === null) return [];
    const known = this.known.get(holder);
    if (known) return known;
    const { client, clock } = item.id;
    const [own] = holder instanceof Y.XmlElement ? this.document.standings({ client, clock, length: 1 }) : [];
    const turns = either(own?.turns ?? [], this.of(item.parent));
    this.known.set(holder, turns);
    return turns;
  }
}

/** The turns of what waits as long as one of two waits. */
export function either(a: Turns, b: Turns): Turns {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const spans = [a, b].flatMap((turns) =>
    turns.flatMap((from, at) => (at % 2 === 0 ? [{ from, until: turns[at + 1] ?? Infinity }] : [])),
  );
  const joined: { from: number; until: number }[] = [];
  for (const span of spans.sort((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else joined.push({ ...span });
  }
  return joined.flatMap(({ from, until }) => (until === Infinity ? [from] : [from, until]));
}
