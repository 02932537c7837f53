/** A copy of a scene's document for tests, with what people do in it. */
import { type PersonId, type Random, must } from "@parley/base";
import { seedUpdate } from "@parley/document";
import {
  type CopiedRange,
  DocumentReplica,
  pairCopiedBlocks,
  pairCopiedParagraphs,
  readOtherBlocks,
  readParagraphPlaces,
  readVersionOtherBlocks,
  readVersionPlaces,
  versionContent,
} from "@parley/history";
import * as Y from "yjs";
import { lines } from "../negotiation-lines.ts";
import { Page, type Scene, newParagraph } from "../negotiation-scene.ts";
import { type CarriedBack, carryBack } from "./carry-back.ts";

const direct = { baseSeq: null, proposes: false, statement: null } as const;

export class CopiedScene {
  readonly replica = DocumentReplica.open(null, []);
  readonly copies: readonly CopiedRange[];
  private readonly scene: Scene;
  private nextClient = 900_001;

  constructor(scene: Scene) {
    this.scene = scene;
    const { replica } = scene;
    const content = versionContent(replica, replica.seq, "agreed");
    this.replica.take(seedUpdate(content, 900_000), () => true, { ...direct, kind: "copy" });
    const { ydoc } = this.replica;
    this.copies = [
      ...pairCopiedParagraphs(readVersionPlaces(replica, replica.seq, "agreed"), readParagraphPlaces(ydoc)),
      ...pairCopiedBlocks(readVersionOtherBlocks(replica, replica.seq), readOtherBlocks(ydoc)),
    ];
  }

  edit(task: (page: Page) => void): void {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.replica.ydoc));
    ydoc.clientID = this.nextClient++;
    const updates: Uint8Array[] = [];
    ydoc.on("update", (update: Uint8Array) => updates.push(update));
    ydoc.transact(() => task(new Page(ydoc, () => "")));
    if (updates.length > 0) this.replica.take(Y.mergeUpdates(updates), () => true, { ...direct, kind: "typed" });
  }

  /** Proposes what was changed here, in somebody's name. */
  carryBack(person: PersonId): CarriedBack {
    let made: CarriedBack | null = null;
    const copy = { document: this.replica, copies: this.copies };
    this.scene.serve(person, true, (document, clientId, newName) => {
      made = carryBack(document, copy, { clientId, personId: person, newName, pictureIds: () => null });
      return { ...made, statement: null };
    });
    return must<CarriedBack>(made, "it was made");
  }

  get lines(): string[] {
    return lines(versionContent(this.replica, this.replica.seq, "agreed").blocks);
  }
}

type Chance = Random & { int(below: number): number; chance(probability: number): boolean };

/** Characters that nobody else writes. */
export function newLetters(): (count: number) => string {
  let next = 0x4e00;
  return (count) => Array.from({ length: count }, () => String.fromCodePoint(next++)).join("");
}

const paragraphsOf = (page: Page): Y.XmlElement[] =>
  page.fragment.toArray().filter((child): child is Y.XmlElement => (child as Y.XmlElement).nodeName === "paragraph");

const textIn = (paragraph: Y.XmlElement): Y.XmlText => {
  const first: unknown = paragraph.toArray()[0];
  if (first instanceof Y.XmlText) return first;
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  return text;
};

const indexOf = (page: Page, element: Y.XmlElement): number => page.fragment.toArray().indexOf(element);

/** What people do to texts and paragraphs, as their editors write it. */
export const acts = {
  type(page: Page, random: Chance, letters: (count: number) => string): void {
    const text = textIn(pick(paragraphsOf(page), random));
    text.insert(random.int(text.length + 1), letters(1 + random.int(3)));
  },
  erase(page: Page, random: Chance): void {
    const text = textIn(pick(paragraphsOf(page), random));
    if (text.length === 0) return;
    const from = random.int(text.length);
    text.delete(from, Math.min(text.length - from, 1 + random.int(4)));
  },
  split(page: Page, random: Chance): void {
    const paragraph = pick(paragraphsOf(page), random);
    const text = textIn(paragraph);
    const at = random.int(text.length + 1);
    const tail = text.toString().slice(at);
    text.delete(at, tail.length);
    page.fragment.insert(indexOf(page, paragraph) + 1, [newParagraph(tail)]);
  },
  join(page: Page, random: Chance): void {
    const paragraph = pick(paragraphsOf(page), random);
    const next: unknown = page.fragment.toArray()[indexOf(page, paragraph) + 1];
    if (!(next instanceof Y.XmlElement) || next.nodeName !== "paragraph") return;
    const words = textIn(next).toString();
    page.fragment.delete(indexOf(page, next), 1);
    textIn(paragraph).insert(textIn(paragraph).length, words);
  },
  add(page: Page, random: Chance, letters: (count: number) => string): void {
    page.fragment.insert(random.int(page.fragment.length + 1), [newParagraph(letters(4))]);
  },
  remove(page: Page, random: Chance): void {
    const all = paragraphsOf(page);
    if (all.length > 1) page.fragment.delete(indexOf(page, pick(all, random)), 1);
  },
  move(page: Page, random: Chance): void {
    const paragraph = pick(paragraphsOf(page), random);
    const words = textIn(paragraph).toString();
    page.fragment.delete(indexOf(page, paragraph), 1);
    page.fragment.insert(random.int(page.fragment.length + 1), [newParagraph(words)]);
  },
  style(page: Page, random: Chance): void {
    pick(paragraphsOf(page), random).setAttribute("style", random.chance(0.5) ? "quote" : "code");
  },
  bold(page: Page, random: Chance): void {
    const text = textIn(pick(paragraphsOf(page), random));
    if (text.length > 0) text.format(random.int(text.length), 1, { bold: random.chance(0.7) ? {} : null });
  },
};

function pick<Value>(from: readonly Value[], random: Chance): Value {
  return must(from[random.int(from.length)], "there is one");
}
