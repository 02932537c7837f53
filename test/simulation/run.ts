/**
 * A plan at work: people and their pages, the simulated server, and what really happened.
 *
 * Every character that is ever typed is a different one, so it names its typist by itself, and who tried to delete it is written down
 * at the keyboard.
 */
import { type Party, type PersonId, must, newId, seededRandom } from "@parley/base";
import { documentFragment } from "@parley/document";
import type { RoomEvent } from "@parley/sync";
import * as Y from "yjs";
import {
  type Page,
  type SimulatedNode,
  type SimulatedPerson,
  SimulatedServer,
  settle,
} from "../support/simulated-server.ts";
import { type Step, type TypingStep, isNegotiating, pageCount } from "./plan.ts";

const firstCodePoint = 0x3400;
const codePointsPerPerson = 9_000;

interface Truth {
  /** How many characters each person has typed. */
  readonly typed: Map<PersonId, number>;
  /** Who tried to delete a character, however it went. */
  readonly deletedBy: Map<string, Set<PersonId>>;
}

type Refused = Extract<RoomEvent, { type: "refused" }>;
type EditStep = Extract<TypingStep, { at: number }>;

/** A run of a plan of typing. */
export class Run {
  readonly server: SimulatedServer;
  readonly people: SimulatedPerson[];
  readonly pages: (Page | null)[];
  readonly truth: Truth = { typed: new Map(), deletedBy: new Map() };
  readonly problems: string[] = [];
  protected readonly random: ReturnType<typeof seededRandom>;
  /** Which node is down. */
  private crashed: number | null = null;

  constructor(seed: number, nodeCount: number) {
    this.server = new SimulatedServer(seed, {}, nodeCount);
    if (this.server.redis) this.server.redis.lossChance = 0.05;
    this.random = seededRandom(seed + 3);
    const random = seededRandom(seed + 1);
    const parties: Party[] = ["ours", "counterparty", "counsel"];
    this.people = ["Lin", "Mara", "Osei"].map((name, index) => ({
      personId: newId<"person">(random),
      name,
      party: must(parties[index], "three parties"),
    }));
    this.pages = Array.from({ length: pageCount }, (_, index) => this.openPage(index));
  }

  /** What happens once everybody's page is open. */
  begin(): Promise<void> {
    return Promise.resolve();
  }

  protected openPage(index: number): Page {
    return this.server.open(must(this.people[index % this.people.length], "a person"));
  }

  async step(step: Step): Promise<void> {
    if (isNegotiating(step)) return;
    switch (step.do) {
      case "deliver":
        await this.server.deliver(step.count);
        break;
      case "advance":
        await this.advance(step.byMs);
        break;
      case "hold-disk":
        this.holdDisk(this.anyNode());
        break;
      case "release-disk":
        for (const { appender } of this.server.nodes) appender.release();
        await settle();
        break;
      case "crash":
        this.checkPromises();
        this.crashed = this.random.int(this.server.nodes.length);
        this.server.crash(this.crashed);
        break;
      case "restart":
        if (this.crashed !== null) this.server.restart(this.crashed);
        this.crashed = null;
        break;
      case "compact":
        this.compact();
        break;
      case "upgrade":
        this.checkPromises();
        this.crashed = null;
        this.server.upgrade();
        break;
      case "open":
        this.pages[step.page] ??= this.openPage(step.page);
        break;
      case "cut":
      case "mend":
      case "close":
      case "reload":
      case "type":
      case "delete":
      case "split-off":
      case "drop-paragraph":
      case "style":
      case "bold":
        this.pageStep(step);
        break;
    }
  }

  private pageStep(step: Extract<TypingStep, { page: number }>): void {
    const page = this.pages[step.page];
    if (!page) return;
    if (step.do === "cut") page.cut();
    else if (step.do === "mend") page.mend();
    else if (step.do === "reload") this.reload(step.page);
    else if (step.do === "close") {
      // A tab with unsaved changes would ask first; what is not saved would be lost by the person's own choice.
      if (page.session.status().unsavedCount === 0 && page.session.status().state !== "connecting") {
        page.close();
        this.pages[step.page] = null;
      }
    } else if ("at" in step && page.session.status().editable) this.edit(page, step);
  }

  protected reload(index: number): void {
    const page = this.pages[index];
    if (!page) return;
    const loaded = page.reload();
    // A page that is loaded anew goes on with what the old one wrote.
    this.clientsOf.set(loaded, this.ownClients(page));
    this.pages[index] = loaded;
  }

  private edit(page: Page, step: EditStep): void {
    const fragment = documentFragment(page.ydoc);
    const index = fragment.length === 0 ? 0 : step.at % fragment.length;
    const paragraph = fragment.length === 0 ? this.insertParagraph(fragment, 0) : (fragment.get(index) as Y.XmlElement);
    const text = paragraph.length > 0 ? (paragraph.get(0) as Y.XmlText) : insertText(paragraph);
    const offset = text.length === 0 ? 0 : step.at % (text.length + 1);
    switch (step.do) {
      case "type":
        text.insert(offset, this.nextCharacters(page.person.personId, step.count));
        break;
      case "delete": {
        const count = Math.min(step.count, text.length - offset);
        if (count <= 0) return;
        this.noteDeleted(
          text
            .toString()
            .replaceAll(/<[^>]*>/g, "")
            .slice(offset, offset + count),
          page.person.personId,
        );
        text.delete(offset, count);
        break;
      }
      case "split-off":
        this.insertParagraph(fragment, index + 1);
        break;
      case "drop-paragraph":
        this.noteDeleted(plainText(paragraph), page.person.personId);
        this.droppedParagraphs.push({ typedHere: paragraph, by: page.person.personId });
        fragment.delete(index, 1);
        break;
      case "style":
        if (step.style === null) paragraph.removeAttribute("style");
        else paragraph.setAttribute("style", step.style);
        break;
      case "bold":
        if (text.length > 0) text.format(0, Math.min(3, text.length), { bold: step.on ? {} : null });
        break;
    }
  }

  /** Whoever dropped any paragraph may be named as deleter of what others typed into it meanwhile. */
  readonly droppedParagraphs: { typedHere: Y.XmlElement; by: PersonId }[] = [];

  private insertParagraph(fragment: Y.XmlFragment, index: number): Y.XmlElement {
    const element = new Y.XmlElement("paragraph");
    fragment.insert(index, [element]);
    return element;
  }

  protected nextCharacters(personId: PersonId, count: number): string {
    const from = this.truth.typed.get(personId) ?? 0;
    this.truth.typed.set(personId, from + count);
    const base =
      firstCodePoint + this.people.findIndex((person) => person.personId === personId) * codePointsPerPerson + from;
    return Array.from({ length: count }, (_, i) => String.fromCharCode(base + i)).join("");
  }

  private noteDeleted(text: string, by: PersonId): void {
    for (const character of text) {
      const set = this.truth.deletedBy.get(character) ?? new Set();
      this.truth.deletedBy.set(character, set.add(by));
    }
  }

  /** Lets nodes talk: between two steps of people there is time for some of it. */
  async passTime(): Promise<void> {
    for (let times = this.random.int(12); times > 0; times--) {
      this.server.clock.advance(1 + this.random.int(8));
      await this.server.deliver(this.random.int(4));
      await settle();
    }
  }

  /** Nodes talk while time passes; a single server may sleep through it. */
  private async advance(byMs: number): Promise<void> {
    const stepMs = this.server.nodes.length > 1 ? 50 : byMs;
    for (let passedMs = 0; passedMs < byMs; passedMs += stepMs) {
      this.server.clock.advance(Math.min(stepMs, byMs - passedMs));
      await settle();
    }
  }

  /** A disk that is slower than leases last costs rows [SY11]; here nodes have faster ones, so that nothing may be lost. */
  private holdDisk({ appender }: SimulatedNode): void {
    appender.hold();
    if (this.server.nodes.length > 1) this.server.clock.schedule(() => appender.release(), 1_000);
  }

  protected anyNode(): SimulatedNode {
    return this.random.pick(this.server.nodes);
  }

  private compact(): void {
    const node = this.anyNode();
    const open = node.rooms.find(this.server.documentId);
    if (open && node.up)
      void open.document.compact().catch((error: unknown) => this.problems.push(`compaction failed: ${String(error)}`));
  }

  /** What any screen called saved, and what anybody has seen of others, must be on the disk at this very moment. */
  checkPromises(): void {
    const durable = new Y.Doc({ gc: false });
    for (const row of this.server.disk.logOf(this.server.documentId).rows) Y.applyUpdate(durable, row.update);
    for (const page of this.pages) {
      if (!page) continue;
      const status = page.session.status();
      for (const client of page.ydoc.store.clients.keys()) {
        const has = Y.getState(page.ydoc.store, client);
        const stored = Y.getState(durable.store, client);
        const own = client === page.ydoc.clientID;
        if (own ? status.state === "saved" && has > stored : has > stored && !this.wroteHere(page, client)) {
          this.problems.push(
            `${page.person.name} ${own ? "was told that all is saved" : "has seen a change"}: client ${client} at ${has}, the disk has ${stored}`,
          );
        }
      }
      if (status.unsavedCount === 0) this.checkDeletions(page, durable);
    }
    durable.destroy();
  }

  /** What is gone for somebody who has nothing unsaved is gone on the disk. */
  private checkDeletions(page: Page, durable: Y.Doc): void {
    const gone = Y.createDeleteSetFromStructStore(durable.store);
    for (const [client, ranges] of Y.createDeleteSetFromStructStore(page.ydoc.store).clients)
      for (const { clock, len } of ranges)
        for (let at = clock; at < clock + len; at++)
          if (!Y.isDeleted(gone, Y.createID(client, at))) {
            this.problems.push(`${page.person.name} has seen a deletion that the disk does not have: ${client} ${at}`);
            return;
          }
  }

  /** Client ids that this page itself wrote under earlier. */
  private wroteHere(page: Page, client: number): boolean {
    return this.ownClients(page).has(client);
  }

  private readonly clientsOf = new Map<Page, Set<number>>();
  protected ownClients(page: Page): Set<number> {
    let set = this.clientsOf.get(page);
    if (!set) this.clientsOf.set(page, (set = new Set()));
    return set.add(page.ydoc.clientID);
  }

  noteClients(): void {
    for (const page of this.pages) if (page) this.ownClients(page);
  }

  async heal(): Promise<void> {
    for (const index of this.pages.keys()) this.reload(index);
    if (this.crashed !== null) await this.step({ do: "restart" });
    for (const { appender } of this.server.nodes) appender.release();
    for (const page of this.pages) page?.mend();
    for (let round = 0; round < 5; round++) {
      await this.advance(15_000);
      await this.server.quiesce();
    }
    // Nodes take turns, come to themselves and look for what they missed.
    for (let round = 0; this.server.nodes.length > 1 && round < 30; round++) await this.server.quiesce();
  }

  /** Whether a refusal of somebody's change is as it should be. */
  expects({ code }: Refused): boolean {
    return code === "gap" || code === "unknown";
  }

  /** Who typed a character; `null` for one that nobody did. */
  typistOf(character: string): PersonId | null {
    const at = character.charCodeAt(0) - firstCodePoint;
    const person = this.people[Math.floor(at / codePointsPerPerson)];
    return person && at % codePointsPerPerson < (this.truth.typed.get(person.personId) ?? 0) ? person.personId : null;
  }

  /** Every character that somebody typed. */
  typedBy({ personId }: SimulatedPerson): string[] {
    const base = firstCodePoint + this.people.findIndex((each) => each.personId === personId) * codePointsPerPerson;
    return Array.from({ length: this.truth.typed.get(personId) ?? 0 }, (_, at) => String.fromCharCode(base + at));
  }
}

function insertText(paragraph: Y.XmlElement): Y.XmlText {
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  return text;
}

function plainText(paragraph: Y.XmlElement): string {
  return paragraph
    .toArray()
    .map((child) =>
      child instanceof Y.XmlText ? (child.toDelta() as { insert: string }[]).map((part) => part.insert).join("") : "",
    )
    .join("");
}
