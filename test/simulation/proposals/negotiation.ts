/**
 * People of three parties who propose, edit, comment and decide, at random and at once, on one document without a server around it.
 * Roles change, versions are restored, the server starts again from its log, and somebody may be hostile.
 *
 * Oracles (`oracles.ts` has those about the whole): nothing that is proposed changes the agreed view; a decision gives exactly the
 * views that were shown before; accepting everything gives the proposed text and rejecting everything the agreed one; a comment
 * stays at its words or says that they are gone; an attack changes nothing of anybody else's.
 */
import { type PersonId, newId, seededRandom } from "@parley/base";
import { seedUpdate } from "@parley/document";
import { DocumentReplica, type TailRow, type TakenUpdate, type UpdateRefusal, restoreVersion } from "@parley/history";
import {
  type MadeRow,
  type NegotiatedDocument,
  type Proposal,
  type Verdict,
  agreedView,
  carryOut,
  listProposals,
  proposalGate,
  readView,
  recordGate,
  settleRivals,
} from "@parley/proposals";
import * as Y from "yjs";
import { normal } from "./content-lines.ts";
import { CommentAnchors } from "./comment-anchors.ts";
import { edit } from "./edit.ts";
import { attack, untouchable } from "./hostile.ts";
import { Expectation, checkList, differencesOf, findUnrecorded, goneWords, isSame, wordsOfOthers } from "./oracles.ts";
import { Page, type Random } from "./page.ts";
import { propose, proposeMove } from "./propose.ts";
import { type VoidingRoom, endEmptied, endLate, pastOf } from "./void-proposals.ts";
import { seedContent } from "./seed-content.ts";

const SERVER_CLIENT = 7;

export interface NegotiationOptions {
  readonly steps: number;
  readonly lag: number;
  /** Whether somebody who may only propose tries to do more. */
  readonly hostile?: boolean;
  /** Nobody moves anything: as seeds were played that were kept before people did. */
  readonly noMoves?: boolean;
}

/** What a negotiation came to; `problems` is empty when nothing was wrong. */
export interface Outcome {
  readonly problems: readonly string[];
  readonly decided: number;
  readonly proposing: number;
  readonly refused: number;
  readonly restored: number;
  readonly attacks: number;
  /** How many comments were followed. */
  readonly commented: number;
  /** The log. */
  readonly rows: readonly TailRow[];
  readonly ownerOf: (client: number) => PersonId | undefined;
  /** Decisions after which what waits stood elsewhere than before. */
  readonly moved: number;
  /** Proposals that their authors took back. */
  readonly withdrawn: number;
  /** Moves that waited when somebody decided. */
  readonly shifted: number;
  /** Proposals of which direct changes left nothing, and such as waited again. */
  readonly emptied: number;
  readonly revived: number;
}

/** Plays from a seed. */
export function negotiate(seed: number, options: NegotiationOptions): Outcome {
  const negotiation = new Negotiation(seed, options);
  negotiation.play();
  return negotiation;
}

class Negotiation implements Outcome {
  readonly problems: string[] = [];
  decided = 0;
  proposing = 0;
  refused = 0;
  restored = 0;
  attacks = 0;
  moved = 0;
  withdrawn = 0;
  shifted = 0;
  emptied = 0;
  revived = 0;
  private readonly madeBy = new Map<number, MadeRow>();
  private readonly random: Random;
  private readonly options: NegotiationOptions;
  private replica = DocumentReplica.open(null, []);
  readonly rows: TailRow[] = [];
  private readonly owners = new Map<number, PersonId>();
  private readonly pages: readonly Page[];
  private nextClient = 100;
  /** Whether people answer each other's proposals; where they do, less can be said about what waits. */
  private readonly answers: boolean;
  private readonly comments: CommentAnchors;
  /** Dice of their own, so that a seed's other steps stay what they were. */
  private readonly attackDice: Random;
  private readonly attacker: PersonId;
  private readonly attackerRows = new Set<number>();
  /** In one of five negotiations people move words. */
  private readonly moveDice: Random | null;
  /** In one of four negotiations people take back what they proposed. */
  private readonly withdrawDice: Random | null;

  constructor(seed: number, options: NegotiationOptions) {
    this.random = seededRandom(seed);
    this.options = options;
    this.answers = seed % 3 === 0;
    this.comments = new CommentAnchors(seededRandom(seed + 1_000_003));
    this.attackDice = seededRandom(seed + 2_000_003);
    this.attacker = newId<"person">(this.attackDice);
    this.moveDice = seed % 5 === 2 && options.noMoves !== true ? seededRandom(seed + 5_000_003) : null;
    this.withdrawDice = seed % 4 === 1 ? seededRandom(seed + 3_000_003) : null;
    this.pages = [true, true, false].map((proposes) => new Page(newId<"person">(this.random), proposes));
    this.owners.set(SERVER_CLIENT, newId<"person">(seededRandom(seed + 4_000_003)));
    this.take(seedUpdate(seedContent(), SERVER_CLIENT), { proposes: false, kind: "import", page: null });
    for (const page of this.pages) this.reopen(page);
  }

  private documentOf({ ydoc, attribution, lineage, pending }: DocumentReplica): NegotiatedDocument {
    return { ydoc, attribution, lineage, pending, ownerOf: this.ownerOf };
  }

  private get document(): NegotiatedDocument {
    return this.documentOf(this.replica);
  }

  readonly ownerOf = (client: number): PersonId | undefined => this.owners.get(client);

  private reopen(page: Page): void {
    const clientId = this.issueClient(page.person);
    page.reopen(Y.encodeStateAsUpdate(this.replica.ydoc), clientId, this.rows.length);
  }

  private issueClient(person: PersonId): number {
    this.owners.set(this.nextClient, person);
    return this.nextClient++;
  }

  private take(
    update: Uint8Array,
    by: Pick<TailRow, "proposes" | "kind"> & {
      readonly page: Page | null;
      readonly person?: PersonId;
      readonly statement?: TailRow["statement"];
    },
  ): UpdateRefusal | null {
    const { page, kind, proposes, statement = null, person = page?.person } = by;
    const context = { kind, baseSeq: page?.base ?? null, proposes, statement };
    const gate = page && (proposes ? proposalGate : recordGate)(this.document, page.person);
    const isOwn = (client: number): boolean => page === null || this.owners.get(client) === page.person;
    const waiting = page ? listProposals(this.document) : [];
    const taken = this.replica.take(update, isOwn, context, gate ?? undefined);
    if (taken === null) return null;
    if ("code" in taken) return taken;
    this.noteRow({ seq: taken.seq, update: taken.update, ...context }, page);
    if (person !== undefined) this.madeBy.set(taken.seq, { personId: person, kind });
    if (page) {
      const voided = this.endEmptied(taken, page.person, proposes);
      // What its author takes of it is theirs to say.
      const others = waiting.filter(({ author }) => author !== page.person);
      this.problems.push(...findUnrecorded(this.document, others, voided, []));
    }
    return null;
  }

  /** What a direct change leaves nothing of is void at once, and what it puts back waits again; so is what is about nothing that is there. */
  private endEmptied(
    { seq, inserted, deleted, copies }: TakenUpdate,
    by: PersonId,
    proposes: boolean,
  ): readonly Proposal[] {
    const change = { seq, deleted, copies, by, proposes, madeBy: (row: number) => this.madeBy.get(row) ?? null };
    const room: VoidingRoom = {
      document: () => ({ ...this.document, ...pastOf(this.replica) }),
      take: ({ update, statement }) =>
        this.take(update, { proposes: false, kind: "decision", page: null, person: by, statement })?.reason ?? null,
    };
    const ended = [endEmptied(change, room), ...(proposes ? [endLate({ seq, inserted, by }, room)] : [])];
    for (const { voided, revived, problems } of ended) {
      this.emptied += voided.length;
      this.revived += revived;
      this.problems.push(...problems);
    }
    return ended.flatMap(({ voided }) => voided);
  }

  private noteRow(row: TailRow, page: Page | null): void {
    this.rows.push(row);
    for (const other of this.pages ?? []) if (other !== page) other.inbox.push(row.update);
    this.problems.push(...this.comments.check(this.replica));
  }

  play(): void {
    for (let step = 0; step < this.options.steps && this.problems.length === 0; step++) {
      this.step();
      if (this.options.hostile === true && this.attackDice.chance(0.3)) this.attack();
      if (step % 12 === 5) this.comments.add(this.replica);
    }
    for (const page of this.pages) this.send(page);
    for (const page of this.pages) this.receive(page);
    this.checkEnd();
  }

  private step(): void {
    const { random } = this;
    const page = random.pick(this.pages);
    if (random.chance(0.12)) {
      if (this.withdrawDice?.chance(0.5)) this.withdraw(page.person);
      else this.decide(page.person);
    } else if (random.chance(0.02)) this.changeRole(page);
    else if (random.chance(0.01)) this.restart();
    else if (random.chance(0.03)) this.restore();
    else {
      if (!random.chance(this.options.lag)) this.receive(page);
      if (page.proposes && this.moveDice?.chance(0.2)) proposeMove(page, this.document, this.moveDice);
      else if (page.proposes) propose(page, this.document, random, this.answers);
      else edit(page, random);
      if (!random.chance(this.options.lag)) this.send(page);
    }
  }

  get commented(): number {
    return this.comments.count;
  }

  private attack(): void {
    const { attackDice, attacker, document, rows } = this;
    const foreignClients = [...this.owners].filter(([, owner]) => owner !== attacker).map(([client]) => client);
    const target = {
      document,
      rows,
      foreignClients,
      others: this.pages.map(({ person }) => person),
    };
    const clientId = this.issueClient(attacker);
    const update = attack(attacker, clientId, target, attackDice);
    const before = untouchable(this.replica, document, attacker, (seq) => this.attackerRows.has(seq));
    this.attacks++;
    const gate = proposalGate(document, attacker);
    const context = { kind: "typed" as const, baseSeq: null, proposes: true, statement: null };
    const taken = this.replica.take(update, (client) => this.owners.get(client) === attacker, context, gate);
    if (taken !== null && !("code" in taken)) {
      this.attackerRows.add(taken.seq);
      this.noteRow({ seq: taken.seq, update: taken.update, ...context }, null);
    }
    const after = untouchable(this.replica, this.document, attacker, (seq) => this.attackerRows.has(seq));
    if (after !== before) this.problems.push(`an attack has changed something:\n${before}\n${after}`);
  }

  private receive(page: Page): void {
    for (const update of page.inbox.splice(0)) Y.applyUpdate(page.ydoc, update, "remote");
    page.seen = this.rows.length;
  }

  private send(page: Page): void {
    if (page.outbox.length === 0) return;
    const update = Y.mergeUpdates(page.outbox);
    page.outbox = [];
    const before = normal(readView(this.document, agreedView));
    const refusal = this.take(update, { proposes: page.proposes, kind: "typed", page });
    if (refusal) {
      this.refused++;
      if (!page.proposes) this.problems.push(`an editor is refused: ${refusal.code} ${refusal.reason}`);
      this.reopen(page);
      return;
    }
    if (!page.proposes) return;
    this.proposing++;
    const after = normal(readView(this.document, agreedView));
    if (after !== before) this.problems.push(`a proposal changed agreed content:\n${before}\n${after}`);
  }

  /** Somebody who proposed may edit, or the other way round; their page is opened anew. */
  private changeRole(page: Page): void {
    this.send(page);
    page.proposes = !page.proposes;
    this.reopen(page);
  }

  /** The server starts again, from a snapshot somewhere in its log and the rows after it. */
  private restart(): void {
    const at = this.random.int(this.rows.length + 1);
    const state = DocumentReplica.open(null, this.rows.slice(0, at)).save();
    this.checkSame(DocumentReplica.open(state, this.rows.slice(at)), "a server that started again");
    this.replica = DocumentReplica.open(state, this.rows.slice(at));
  }

  /** While nothing waits, somebody may go back to a version. */
  private restore(): void {
    if (listProposals(this.document).length > 0 || this.rows.length === 0) return;
    const made = restoreVersion(this.replica, 1 + this.random.int(this.rows.length), SERVER_CLIENT);
    if (!made) return;
    const refusal = this.take(made.update, {
      proposes: false,
      kind: "restore",
      page: null,
      statement: made.statement,
    });
    if (refusal) this.problems.push(`a restoration is refused: ${refusal.reason}`);
    this.restored++;
  }

  /** Somebody decides on some of the proposals. */
  private decide(person: PersonId): void {
    const { document, random } = this;
    const all = listProposals(document);
    this.problems.push(...checkList(document, all));
    this.shifted += all.filter(({ kind }) => kind === "move").length;
    if (all.length === 0) return;
    if (random.chance(0.05)) this.checkSettling();
    const verdict = random.chance(0.5) ? "accept" : "reject";
    const picked = random.chance(0.25) ? all : all.filter(() => random.chance(0.3));
    const ids = new Set(picked.map((each) => each.id));
    const chosen = verdict === "accept" ? picked.filter((each) => each.requires.every((id) => ids.has(id))) : picked;
    if (chosen.length === 0) return;
    const expectation = new Expectation(document, all, chosen, verdict);
    let voided: readonly Proposal[] = [];
    const { update, statement } = carryOut(document, chosen, verdict, {
      clientId: this.issueClient(person),
      all,
      facts: (fell) => {
        voided = fell;
        return JSON.stringify({ verdict });
      },
    });
    const refusal = this.take(update, { proposes: false, kind: "decision", page: null, person, statement });
    if (refusal) this.problems.push(`a decision is refused: ${refusal.reason}`);
    this.decided += chosen.length;
    const { problems, moved } = expectation.compare(this.document);
    this.problems.push(
      ...problems,
      ...findUnrecorded(this.document, all, [...chosen, ...expectation.notChosen], voided),
    );
    if (moved) this.moved++;
  }

  /** Somebody takes back some of what they proposed: their words go, nobody else's, and nothing agreed changes. */
  private withdraw(person: PersonId): void {
    const { document } = this;
    const all = listProposals(document);
    const own = all.filter(({ author }) => author === person && this.withdrawDice?.chance(0.7));
    if (own.length === 0) return;
    const agreed = normal(readView(document, agreedView));
    const words = wordsOfOthers(document, person);
    let voided: readonly Proposal[] = [];
    const { update, statement } = carryOut(document, own, "withdraw", {
      clientId: this.issueClient(person),
      all,
      facts: (fell) => {
        voided = fell;
        return JSON.stringify({ verdict: "withdraw" });
      },
    });
    const refusal = this.take(update, { proposes: false, kind: "decision", page: null, person, statement });
    if (refusal) this.problems.push(`a withdrawal is refused: ${refusal.reason}`);
    this.withdrawn += own.length;
    const after = normal(readView(this.document, agreedView));
    if (after !== agreed) this.problems.push(`a withdrawal changed agreed content:\n${agreed}\n${after}`);
    this.problems.push(
      ...goneWords(this.document, words),
      ...checkList(this.document, listProposals(this.document)),
      ...findUnrecorded(this.document, all, own, voided),
    );
  }

  /** Decides on everything in copies: at once, and by several people one after another. */
  private checkSettling(): void {
    for (const verdict of ["accept", "reject"] as const) {
      const copy = DocumentReplica.open(this.replica.save(), []);
      const all = listProposals(this.documentOf(copy));
      if (all.length === 0) return;
      const expectation = new Expectation(this.documentOf(copy), all, all, verdict);
      this.settle(copy, all, verdict);
      this.problems.push(...expectation.compare(this.documentOf(copy)).problems);
      if (!this.random.chance(0.2)) continue;
      const slow = DocumentReplica.open(this.replica.save(), []);
      const whole = new Expectation(this.documentOf(slow), all, all, verdict);
      this.settleOneByOne(slow, verdict);
      const inTurn = whole.compareWords(this.documentOf(slow));
      this.problems.push(...inTurn.problems);
      if (inTurn.moved) this.moved++;
    }
  }

  private settle(replica: DocumentReplica, chosen: readonly Proposal[], verdict: Verdict): void {
    const { update, statement } = carryOut(this.documentOf(replica), chosen, verdict, {
      clientId: this.issueClient(this.random.pick(this.pages).person),
      all: chosen,
      facts: () => "{}",
    });
    const context = { kind: "decision" as const, baseSeq: null, proposes: false, statement };
    const taken = replica.take(update, () => true, context);
    if (taken && "code" in taken) this.problems.push(`a decision is refused: ${taken.reason}`);
  }

  private settleOneByOne(replica: DocumentReplica, verdict: Verdict): void {
    for (let left = listProposals(this.documentOf(replica)); left.length > 0;) {
      // Of rivals the one that everything together leads to.
      const beaten = settleRivals(left, () => true).notChosen;
      const free = left.filter(
        (each) => verdict !== "accept" || (each.requires.length === 0 && !beaten.includes(each)),
      );
      this.settle(replica, [this.random.pick(free.length > 0 ? free : left)], verdict);
      const next = listProposals(this.documentOf(replica));
      if (next.length >= left.length) {
        // What waits for others is decided on with them.
        this.settle(replica, next, verdict);
        return;
      }
      left = next;
    }
  }

  private checkEnd(): void {
    this.checkSettling();
    for (const page of this.pages)
      if (!isSame(page.ydoc, this.replica.ydoc))
        this.problems.push("a page shows something else than the server holds");
    this.checkSame(DocumentReplica.open(null, this.rows), "a fresh replica");
  }

  private checkSame(other: DocumentReplica, who: string): void {
    const people = this.pages.map(({ person }) => person);
    const differences = differencesOf(this.documentOf(other), this.document, people);
    if (Buffer.compare(Buffer.from(other.save().index), Buffer.from(this.replica.save().index)) !== 0)
      differences.push("the index");
    for (const each of differences) this.problems.push(`${who} has another idea of ${each}`);
  }
}
