/** Comments on a document that is negotiated: what they are about is looked for after every row. */
import { documentFragment } from "@parley/document";
import { type DocumentReplica, type IdRange, presentRanges } from "@parley/history";
import * as Y from "yjs";
import type { Random } from "./page.ts";

interface Comment {
  readonly ranges: readonly IdRange[];
}

export class CommentAnchors {
  private readonly comments: Comment[] = [];
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  get count(): number {
    return this.comments.length;
  }

  /** Somebody comments on a few words. */
  add(replica: DocumentReplica): void {
    const runs = standingRuns(documentFragment(replica.ydoc));
    if (runs.length === 0) return;
    const run = this.random.pick(runs);
    const from = this.random.int(run.length);
    const length = 1 + this.random.int(Math.min(8, run.length - from));
    this.comments.push({ ranges: [{ client: run.client, clock: run.clock + from, length }] });
  }

  /** What is wrong: an anchor on other words than its own, or one that is called gone while its words stand. */
  check(replica: DocumentReplica): string[] {
    if (this.comments.length === 0) return [];
    const standing = new Set(originsOf(replica, standingRuns(documentFragment(replica.ydoc))));
    return this.comments.flatMap(({ ranges }) => {
      // What was to stand for words that stay after all has become its writer's meanwhile [LI8].
      const origins = new Set(originsOf(replica, ranges));
      const present = presentRanges(replica, ranges);
      if (present.length === 0)
        return origins.isDisjointFrom(standing)
          ? []
          : [`row ${replica.seq}: a comment is called gone though its words stand`];
      const foreign = originsOf(replica, present).filter((each) => !origins.has(each));
      return foreign.length > 0
        ? [`row ${replica.seq}: a comment stands at words that are not its own: ${foreign.join()}`]
        : [];
    });
  }
}

function originsOf({ lineage }: DocumentReplica, ranges: readonly IdRange[]): string[] {
  return ranges.flatMap(({ client, clock, length }) =>
    Array.from({ length }, (_, at) => {
      const origin = lineage.originOf({ client, clock: clock + at });
      return `${origin.client} ${origin.clock}`;
    }),
  );
}

function standingRuns(parent: Y.XmlFragment): IdRange[] {
  return parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlElement) return standingRuns(child);
    const runs: IdRange[] = [];
    for (let item = (child as Y.XmlText)._start; item !== null; item = item.right)
      if (!item.deleted && item.content instanceof Y.ContentString)
        runs.push({ client: item.id.client, clock: item.id.clock, length: item.length });
    return runs;
  });
}
