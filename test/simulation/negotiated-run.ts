/**
 * A plan of a negotiation at work: three parties propose, edit and decide, their roles change, somebody else attacks.
 *
 * Whatever is asked of the server goes on while the plan does, so that a decision meets other ones, frames on their way, a disk that is
 * held, and crashes. Refusals are outcomes; every other failure is a problem.
 */
import { type PersonId, Refusal, type Role, assert, must, newId, roleIncludes, seededRandom } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import { seedUpdate } from "@parley/document";
import { DocumentReplica, asTailRow } from "@parley/history";
import type { DecisionRule, NegotiatedDocument, Verdict } from "@parley/proposals";
import { encodeParleyUpdateFrame, updateFlags } from "@parley/sync";
import * as Y from "yjs";
import { type AskDecider, becomeWritable } from "../../server/src/documents/rooms/act-in-room.ts";
import { type LiveProposal, createLiveProposals } from "../../server/src/documents/rooms/live-proposals.ts";
import { restoreIn } from "../../server/src/documents/versions/live-versions.ts";
import { type Page, type SimulatedNode, type SimulatedPerson, settle } from "../support/simulated-server.ts";
import { type NegotiatingStep, type Plan, type Step, isNegotiating, negotiatorCount } from "./plan.ts";
import { edit } from "./proposals/edit.ts";
import { attack } from "./proposals/hostile.ts";
import { Page as Hands, type Random } from "./proposals/page.ts";
import { propose, proposeMove } from "./proposals/propose.ts";
import { seedContent } from "./proposals/seed-content.ts";
import { Run } from "./run.ts";

type Doing<Name extends NegotiatingStep["do"]> = Extract<NegotiatingStep, { do: Name }>;

/** As where parties negotiate: what one party proposes another agrees to. */
const otherSideAgrees: DecisionRule = ({ verdict, by, proposal }) =>
  verdict === "accept" && by.party === proposal.party
    ? new Refusal("test/other-side", { status: 403, en: "The other side agrees to that.", zh: "须由对方同意。" })
    : null;

/** Refusals that people who are honest come to when others were faster, or their role or the rule does not allow it. */
const expectedRefusals: ReadonlySet<string> = new Set([
  "documents/proposals-changed",
  "documents/proposal-requires",
  "documents/not-your-proposal",
  "documents/holds-others-blocks",
  "documents/role-too-weak",
  "documents/decision-of-others",
  "documents/decision-stays",
  "documents/decision-taken-back",
  "documents/decision-place-changed",
  "documents/decision-moved-text",
  "documents/version-not-found",
  "test/other-side",
]);

/** What the server was asked to do, by whom, and what it answered; `seq` is the row that it named. */
export interface Deed {
  readonly what: "decide" | "take-back" | "restore";
  readonly by: PersonId;
  readonly node: SimulatedNode;
  answer: "none" | "refused" | "failed" | "nothing" | "done";
  seq: number | null;
}

export class NegotiatedRun extends Run {
  readonly attacker: SimulatedPerson;
  readonly deeds: Deed[] = [];
  /** After which rows somebody commented, and somebody took a copy. */
  readonly commentedAt: { readonly seq: number; readonly at: number }[] = [];
  readonly forkedAt: number[] = [];
  /** Codes of refusals, as often as they were answered. */
  readonly refusals: string[] = [];
  /** Who wrote a character again that somebody else had typed: where they proposed to move it, and otherwise. */
  readonly movedBy = new Map<string, Set<PersonId>>();
  readonly rewrittenBy = new Map<string, Set<PersonId>>();
  private readonly rule: DecisionRule | null;
  private hostile: Page | null = null;
  private readonly seen = new Map<PersonId, LiveProposal[]>();
  /** The log as far as it was looked at. */
  private durable = DocumentReplica.open(null, []);

  constructor({ seed, negotiates }: Plan, nodeCount: number) {
    super(seed, nodeCount);
    this.rule = negotiates === "other-side" ? otherSideAgrees : null;
    assert(this.people.length === negotiatorCount, "a person for each party");
    this.attacker = { personId: newId<"person">(seededRandom(seed + 4)), name: "Vex", party: "counterparty" };
    this.server.access.set(this.attacker.personId, { role: "suggest", party: this.attacker.party });
  }

  /** The contract is there before anybody writes in it. */
  override async begin(): Promise<void> {
    const by = { ...this.authorship(must(this.people[0], "a person")), role: "edit" as const };
    const brought = (async (): Promise<void> => {
      const open = await must(this.server.nodes[0], "a node").rooms.acquire(this.server.documentId);
      await becomeWritable(open);
      const update = seedUpdate(seedContent(), open.document.issueClient(by.personId, null, false));
      const outcome = open.document.takeOwn(update, by, "import");
      assert(outcome.outcome === "taken", "the contract is taken");
      await outcome.durable;
      open.room.announceOwn(outcome.update, outcome.seq);
    })();
    await this.server.quiesce();
    await brought;
    await this.server.quiesce();
  }

  override async step(step: Step): Promise<void> {
    if (isNegotiating(step)) await this.negotiate(step);
    else await super.step(step);
    await this.passTime();
    await settle();
  }

  private async negotiate(step: NegotiatingStep): Promise<void> {
    switch (step.do) {
      case "propose":
      case "move":
      case "edit":
        this.write(step);
        break;
      case "decide":
        this.decide(step);
        break;
      case "take-back":
        this.takeBack(step);
        break;
      case "restore":
        this.restore(step);
        break;
      case "role":
        await this.changeRole(must(this.people[step.person], "a person"), step.role);
        break;
      case "comment":
        this.commentedAt.push({ seq: this.rows.length, at: step.at });
        break;
      case "fork":
        this.forkedAt.push(1 + (step.at % this.rows.length));
        break;
      case "attack":
        this.attack(step.at);
        break;
    }
  }

  get rows(): ReturnType<NegotiatedRun["log"]>["rows"] {
    return this.log().rows;
  }

  private log(): ReturnType<NegotiatedRun["server"]["disk"]["logOf"]> {
    return this.server.disk.logOf(this.server.documentId);
  }

  readonly ownerOf = (client: number): PersonId | undefined => this.log().clients.get(client);

  /** The document as the disk has it. */
  document(): NegotiatedDocument {
    for (const row of this.rows.slice(this.durable.seq)) this.durable.follow(asTailRow(row));
    const { ydoc, attribution, lineage, pending } = this.durable;
    return { ydoc, attribution, lineage, pending, ownerOf: this.ownerOf };
  }

  private write({ do: what, page: index, at }: Doing<"propose" | "move" | "edit">): void {
    this.giveUpDraft(index);
    const page = this.pages[index];
    if (!page?.session.status().editable) return;
    const proposes = !page.session.setProposing(what !== "edit") ? page.session.status().proposing : what !== "edit";
    const { personId } = page.person;
    const hands = new TypingHands(personId, proposes, page.ydoc, (count) => this.nextCharacters(personId, count));
    const dice = seededRandom(at);
    if (!proposes) this.noteAgain(page, this.rewrittenBy, () => edit(hands, dice));
    else if (what === "move") this.noteAgain(page, this.movedBy, () => proposeMove(hands, this.document(), dice));
    else propose(hands, this.document(), dice, at % 3 === 0);
  }

  /** Notes which words a gesture wrote again, the ones before gone or not. */
  private noteAgain({ ydoc, person: { personId } }: Page, writers: Map<string, Set<PersonId>>, act: () => void): void {
    const note = (update: Uint8Array): void => {
      for (const { content } of Y.decodeUpdate(update).structs.filter((struct) => struct instanceof Y.Item))
        for (const character of content instanceof Y.ContentString ? content.str : "")
          writers.set(character, (writers.get(character) ?? new Set()).add(personId));
    };
    ydoc.on("update", note);
    act();
    ydoc.off("update", note);
  }

  /** Whose changes are refused for good opens the page anew without them. */
  private giveUpDraft(index: number): void {
    const page = this.pages[index];
    const status = page?.session.status();
    if (!page || status?.state !== "refused") return;
    page.close();
    this.pages[index] = this.openPage(index);
  }

  private authorship({ personId, party }: SimulatedPerson): Omit<Awaited<ReturnType<AskDecider>>, "role" | "rule"> {
    return { personId, party, connectionId: newId<"connection">(this.random) };
  }

  private asking(person: SimulatedPerson, needed: Role): AskDecider {
    return () => {
      const access = this.server.accessOf(person);
      if (!access || !roleIncludes(access.role, needed))
        return Promise.reject(refuseDocument("documents/role-too-weak", { role: access?.role ?? "view", needed }));
      return Promise.resolve({ ...this.authorship(person), ...access, rule: this.rule });
    };
  }

  /** Has the server do something, and goes on meanwhile. */
  private ask(
    what: Deed["what"],
    index: number,
    act: (person: SimulatedPerson, node: SimulatedNode) => Promise<number | null>,
  ): void {
    const person = must(this.people[index], "a person");
    const node = this.anyNode();
    if (!node.up) return;
    const deed: Deed = { what, by: person.personId, node, answer: "none", seq: null };
    this.deeds.push(deed);
    act(person, node).then(
      (seq) => {
        deed.answer = seq === null ? "nothing" : "done";
        deed.seq = seq;
        if (seq !== null && seq > this.rows.length)
          this.problems.push(`row ${seq} was answered before it is on the disk`);
      },
      (error: unknown) => {
        deed.answer = error instanceof Refusal ? "refused" : "failed";
        if (error instanceof Refusal) this.refusals.push(error.code);
        if (error instanceof Refusal ? !expectedRefusals.has(error.code) : !this.mayLoseRows(error))
          this.problems.push(`${person.name} could not ${what}: ${String(error)}`);
      },
    );
  }

  /** Of two nodes that write at once one loses its row, and says so. */
  private mayLoseRows(error: unknown): boolean {
    return this.server.nodes.length > 1 && /does not follow row/.test(String(error));
  }

  private decide({ person: index, at, verdict, share, isLate }: Doing<"decide">): void {
    this.ask("decide", index, async (person, { rooms, store }) => {
      const proposals = createLiveProposals(rooms, store);
      const { documentId } = this.server;
      const before = isLate ? this.seen.get(person.personId) : undefined;
      const all = before ?? (await proposals.list(documentId));
      this.seen.set(person.personId, all);
      const chosen = choose(all, { verdict, share, by: person.personId }, seededRandom(at));
      if (chosen.length === 0) return null;
      const decision = { verdict, proposals: chosen, reason: null, leaveChanged: at % 2 === 0 };
      const asking = this.asking(person, verdict === "withdraw" ? "suggest" : "edit");
      return (await proposals.decide(documentId, decision, asking)).seq;
    });
  }

  private takeBack({ person: index, at }: Doing<"take-back">): void {
    this.ask("take-back", index, async (person, { rooms, store }) => {
      const proposals = createLiveProposals(rooms, store);
      const made = await proposals.listDecisions(this.server.documentId, null);
      if (made.length === 0) return null;
      const { seq } = seededRandom(at).pick(made);
      const wanted = { seq, reason: null, sinceMs: null, nameOf: (id: PersonId) => Promise.resolve(id) };
      return (await proposals.takeBack(this.server.documentId, wanted, this.asking(person, "edit"))).seq;
    });
  }

  private restore({ person: index, at }: Doing<"restore">): void {
    this.ask("restore", index, async (person, { rooms }) => {
      const [last, seq] = [this.rows.length, 1 + (at % this.rows.length)];
      const made = await restoreIn(rooms, this.server.documentId, { seq }, this.asking(person, "edit"));
      // Where it reads like that already nothing is written, and the last row is named.
      return made.did === null || made.seq <= last ? null : made.seq;
    });
  }

  private async changeRole(person: SimulatedPerson, role: Role | null): Promise<void> {
    const wasOut = this.server.accessOf(person) === null;
    await this.server.changeAccess(person, role);
    // Whoever was shut out opens their pages again.
    if (wasOut && role !== null)
      for (const [index, page] of this.pages.entries()) if (page?.person === person) this.reload(index);
  }

  private attack(at: number): void {
    const page = (this.hostile ??= this.server.open(this.attacker));
    const { everSynced, seq, reason } = page.session.status();
    if (reason !== null) {
      page.close();
      this.hostile = null;
    } else if (everSynced) {
      const { attacker, people } = this;
      const update = attack(
        attacker.personId,
        page.ydoc.clientID,
        {
          document: this.document(),
          rows: this.rows.map(asTailRow),
          foreignClients: [...this.log().clients].flatMap(([client, by]) => (by === attacker.personId ? [] : client)),
          others: people.map(({ personId }) => personId),
        },
        seededRandom(at),
      );
      page.sendRaw(encodeParleyUpdateFrame(seq, at % 2 === 0 ? updateFlags.propose : 0, update));
    }
  }

  /** Everybody may write again, and nobody attacks. */
  override async heal(): Promise<void> {
    this.hostile?.close();
    for (const person of this.people)
      if (!roleIncludes(this.server.accessOf(person)?.role ?? null, "suggest")) await this.changeRole(person, "edit");
    await super.heal();
    for (const index of this.pages.keys()) this.giveUpDraft(index);
    await this.server.quiesce();
    for (const { node, what, answer } of this.deeds)
      if (answer === "none" && this.server.nodes.includes(node)) this.problems.push(`nobody answered: ${what}`);
  }

  /** Who proposes may not always do what was possible when they did it. The attacker may be refused anything. */
  override expects(refused: Parameters<Run["expects"]>[0]): boolean {
    return (
      refused.personId === this.attacker.personId ||
      ["role", "agreed-text", "too-much-proposed"].includes(refused.code) ||
      super.expects(refused)
    );
  }
}

/** Somebody at their page, who never types a character twice. */
class TypingHands extends Hands {
  private readonly type: (count: number) => string;

  constructor(person: PersonId, proposes: boolean, ydoc: Y.Doc, type: (count: number) => string) {
    super(person, proposes);
    this.ydoc = ydoc;
    this.type = type;
  }

  override word(random: Random): string {
    return this.type(1 + random.int(4));
  }
}

/** What somebody decides on, with what that needs. */
function choose(
  all: readonly LiveProposal[],
  { verdict, share, by }: { readonly verdict: Verdict; readonly share: "one" | "some" | "all"; readonly by: PersonId },
  dice: Random,
): { id: string; digest: string }[] {
  const mine = verdict === "withdraw" ? all.filter(({ author }) => author === by) : all;
  if (mine.length === 0) return [];
  const picked = share === "all" ? mine : share === "one" ? [dice.pick(mine)] : mine.filter(() => dice.chance(0.4));
  const ids = new Set(picked.map(({ id }) => id));
  const chosen = verdict === "accept" ? picked.filter(({ requires }) => requires.every((id) => ids.has(id))) : picked;
  return chosen.map(({ id, digest }) => ({ id, digest }));
}
