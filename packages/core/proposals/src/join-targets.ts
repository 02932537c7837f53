/** Which proposals ask to join something to which paragraph, while a decision moves the ends of paragraphs. */
import { type RecordBlock, isProposalRecord } from "@parley/document";
import type { Id } from "@parley/history";
import { type Draft, idOf } from "./draft.ts";
import { keyOf } from "./views.ts";

export class JoinTargets {
  private readonly draft: Draft;
  /** Keys of records by the paragraph that they name, whether it is there or a copy of it is. */
  private readonly byName = new Map<string, Set<string>>();

  constructor(draft: Draft) {
    this.draft = draft;
    for (const [key, record] of draft.records)
      if (isProposalRecord(record) && record.do === "join") this.note(key, record.to);
  }

  /** A record asks to join something to a paragraph from now on. */
  note(key: string, to: RecordBlock): void {
    const name = to.join(" ");
    const keys = this.byName.get(name);
    if (keys) keys.add(key);
    else this.byName.set(name, new Set([key]));
  }

  /** What is to be joined to one paragraph is to be joined to another from now on. */
  redirect(from: Id, to: Id): void {
    const { draft, byName } = this;
    for (const id of this.sourcesOf(from)) {
      const keys = byName.get(keyOf(id));
      if (!keys || this.standingFor(id) !== keyOf(from)) continue;
      byName.delete(keyOf(id));
      for (const key of keys) {
        const record = draft.records.get(key);
        if (!isProposalRecord(record) || record.do !== "join" || record.to.join(" ") !== keyOf(id)) continue;
        draft.rewriteRecord(key, { ...record, to: [to.client, to.clock] });
        this.note(key, [to.client, to.clock]);
      }
    }
  }

  /** A paragraph and everything that it is a copy of. */
  private *sourcesOf(id: Id): Generator<Id> {
    const { draft } = this;
    for (let at: Id | undefined = id; at;) {
      yield at;
      const { client, clock }: Id = at;
      at = draft.lineage.sourceOf(client, clock) ?? draft.document.lineage.sourceOf(client, clock);
    }
  }

  /** The paragraph that is meant by one now: a copy where it is gone. */
  private standingFor({ client, clock }: Id): string {
    const [element] = this.draft.elements([client, clock]);
    return keyOf(element ? idOf(element) : { client, clock });
  }
}
