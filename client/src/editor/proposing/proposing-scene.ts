/** Lin's agreed document on a server and the page of Mara, who proposes, for tests: every gesture goes through the gate at once. */
import { type PersonId, must, newId, seededRandom } from "@parley/base";
import { type DocumentContent, contentText, seedUpdate } from "@parley/document";
import { DocumentReplica, type RowContext, type RowStatement } from "@parley/history";
import {
  type NegotiatedDocument,
  type Proposal,
  type Verdict,
  agreedView,
  carryOut,
  listProposals,
  proposalGate,
  proposedView,
  readView,
  takeBack,
} from "@parley/proposals";
import * as Y from "yjs";
import { Writer } from "../binding/bound-writers.ts";
import { OwnProposals } from "./own-proposals.ts";
import type { UnproposableReason } from "./proposal-plan.ts";

const random = seededRandom(3);
const lin = newId<"person">(random);
export const [mara, osei] = [newId<"person">(random), newId<"person">(random)];

const contract: DocumentContent = {
  blocks: [
    { type: "paragraph", runs: [{ text: "The price is " }, { text: "100", marks: { bold: {} } }, { text: " euros." }] },
    { type: "paragraph", attributes: { style: "heading", level: 2 }, runs: [{ text: "Term" }] },
    { type: "paragraph", runs: [{ text: "It ends in May." }] },
    {
      type: "table",
      rows: ["a", "b"].map((text) => ({
        type: "tableRow",
        cells: [{ type: "tableCell", blocks: [{ type: "paragraph", runs: [{ text }] }] }],
      })),
    },
    { type: "paragraph", runs: [{ text: "Done." }] },
  ],
};

export class Scene {
  readonly replica = DocumentReplica.open(null, []);
  readonly mara = new Writer(21);
  readonly unproposable: UnproposableReason[] = [];
  readonly own: OwnProposals;
  private names = 0;
  /** Whether Mara's page hears of nothing for now. */
  isOffline = false;
  private lastDecision: { readonly seq: number; readonly statement: RowStatement } | null = null;

  constructor(content: DocumentContent = contract) {
    this.replica.take(seedUpdate(content, 7), () => true, {
      kind: "typed",
      baseSeq: null,
      proposes: false,
      statement: null,
    });
    const { ydoc } = this.mara;
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
    this.own = new OwnProposals({ ydoc, personId: mara, newName: () => `n${this.names++}` });
    this.mara.proposing = { own: this.own, onUnproposable: (reason) => this.unproposable.push(reason) };
    ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (transaction.local) this.own.noteWritten(transaction);
    });
    ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "remote") return;
      const before = this.agreed;
      const taken = this.replica.take(
        update,
        (client) => client === 21,
        { kind: origin instanceof Y.UndoManager ? "undo" : "typed", baseSeq: null, proposes: true, statement: null },
        proposalGate(this.document, mara),
      );
      if (taken !== null && "code" in taken) throw new Error(`the gate refused it: ${taken.reason}`);
      if (this.agreed !== before) throw new Error(`agreed content has changed: ${this.agreed}`);
    });
  }

  get document(): NegotiatedDocument {
    const { ydoc, attribution, lineage, pending } = this.replica;
    return {
      ydoc,
      attribution,
      lineage,
      pending,
      ownerOf: (client): PersonId | undefined => ({ 7: lin, 21: mara, 31: osei })[client],
    };
  }

  get agreed(): string {
    return JSON.stringify(readView(this.document, agreedView));
  }

  /** The lines as they read once everything is accepted. */
  get proposed(): string[] {
    return contentText(readView(this.document, proposedView)).trimEnd().split("\n");
  }

  get proposals(): Proposal[] {
    return listProposals(this.document);
  }

  /** Mara's page is told what waits, as the server lists it. */
  tellList(): void {
    const hers = this.proposals.filter(({ author }) => author === mara);
    const waiting = hers.flatMap(({ inserted, blocks }) => [
      ...inserted,
      ...blocks.map((id) => ({ ...id, length: 1 })),
    ]);
    this.own.noteSaved(this.replica.seq);
    this.own.takeList(
      this.replica.seq,
      waiting,
      hers.flatMap(({ others }) => others),
    );
  }

  /** Lin decides, and Mara's page hears of it. */
  decide(verdict: Verdict, chosen: readonly Proposal[] = this.proposals): void {
    const { update, statement } = carryOut(this.document, chosen, verdict, {
      clientId: 7,
      all: this.proposals,
      facts: () => "{}",
    });
    this.write(update, { kind: "decision", statement });
    this.lastDecision = { seq: this.replica.seq, statement };
    if (!this.isOffline) this.tellList();
  }

  /** Lin takes the last decision back; `tell` is when Mara's page is told what waits. */
  takeBack(tell = (): void => this.tellList()): void {
    const { replica, document } = this;
    const decided = {
      ...document,
      seq: replica.seq,
      wasPending: replica.wasPending.bind(replica),
      wasReopened: replica.wasReopened.bind(replica),
      standings: replica.standings.bind(replica),
      proposalAt: replica.proposalAt.bind(replica),
    };
    const decision = must(this.lastDecision, "something was decided");
    const made = takeBack(decided, { ...decision, clientId: 7, facts: "{}" });
    if (typeof made === "string") throw new Error(`it stays: ${made}`);
    this.write(made.update, { kind: "decision", statement: made.statement });
    tell();
  }

  /** Somebody else's change, which Mara's page has at once unless it is offline. */
  write(update: Uint8Array, context: Pick<RowContext, "kind" | "statement">): void {
    const taken = this.replica.take(update, () => true, { ...context, baseSeq: null, proposes: false });
    if (taken && "code" in taken) throw new Error(taken.reason);
    if (this.isOffline) return;
    Y.applyUpdate(this.mara.ydoc, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
  }

  erase(count: number, forwards = false): void {
    for (let each = 0; each < count; each++) eraseOne(this.mara, forwards);
  }

  get caretOffset(): number {
    return this.mara.state.selection.$head.parentOffset;
  }

  /** The same document, read anew: what is shown is to be what is shared. */
  readAnew(): Writer {
    const reader = new Writer(99);
    Y.applyUpdate(reader.ydoc, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
    return reader;
  }
}

/** Takes a character away as the keys do. */
export function eraseOne(writer: Writer, forwards: boolean): void {
  const { head } = writer.state.selection;
  writer.dispatch(writer.state.tr.delete(forwards ? head : head - 1, forwards ? head + 1 : head));
}
