/** One person's page: their copy of the document, what they have not sent, and what they have not received. */
import { type PersonId, type seededRandom } from "@parley/base";
import * as Y from "yjs";
import { safeOffset } from "./shared-ids.ts";

export type Random = ReturnType<typeof seededRandom>;

export class Page {
  readonly person: PersonId;
  /** Whether what this person writes is proposed. Roles change. */
  proposes: boolean;
  ydoc = new Y.Doc();
  inbox: Uint8Array[] = [];
  outbox: Uint8Array[] = [];
  /** The last row that this page had seen when it began what it has not sent. */
  base = 0;
  seen = 0;

  constructor(person: PersonId, proposes: boolean) {
    this.person = person;
    this.proposes = proposes;
  }

  /** Starts again from what the server holds, under a new client id. */
  reopen(state: Uint8Array, clientId: number, seq: number): void {
    const ydoc = new Y.Doc();
    ydoc.clientID = clientId;
    Y.applyUpdate(ydoc, state, "remote");
    this.ydoc = ydoc;
    this.inbox = [];
    this.outbox = [];
    this.seen = seq;
    ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "remote") return;
      if (this.outbox.length === 0) this.base = this.seen;
      this.outbox.push(update);
    });
  }

  /** What this person types next. */
  word(random: Random): string {
    return anyWord(random);
  }

  get fragment(): Y.XmlFragment {
    return this.ydoc.getXmlFragment("default");
  }

  paragraphs(): Y.XmlElement[] {
    const found: Y.XmlElement[] = [];
    const visit = (parent: Y.XmlFragment): void => {
      for (const child of parent.toArray()) {
        if (!(child instanceof Y.XmlElement)) continue;
        if (child.nodeName === "paragraph") found.push(child);
        else visit(child);
      }
    };
    visit(this.fragment);
    return found;
  }

  table(): Y.XmlElement | null {
    return (
      this.fragment
        .toArray()
        .find((child): child is Y.XmlElement => child instanceof Y.XmlElement && child.nodeName === "table") ?? null
    );
  }

  /** The text of a paragraph; an empty one gets one. */
  textOf(paragraph: Y.XmlElement): Y.XmlText {
    const text = paragraph.toArray().find((child): child is Y.XmlText => child instanceof Y.XmlText);
    if (text) return text;
    const made = new Y.XmlText();
    paragraph.insert(0, [made]);
    return made;
  }

  /** Adds a paragraph somewhere at the top. */
  insertBlock(random: Random): void {
    const element = new Y.XmlElement("paragraph");
    this.fragment.insert(random.int(this.fragment.length + 1), [element]);
    const text = new Y.XmlText();
    element.insert(0, [text]);
    text.insert(0, this.word(random));
    if (random.chance(0.3)) text.format(0, text.length, { bold: {} });
  }
}

const anyWord = (random: Random): string => random.pick(["new ", "30", "条款", "🙂", "and ", "x", "EUR", "乙方"]);

/** A stretch of a text, never through a surrogate pair. */
export function stretchFrom(text: Y.XmlText, at: number, length: number): { from: number; count: number } {
  const from = safeOffset(text, at);
  return { from, count: safeOffset(text, Math.min(text.length, at + length)) - from };
}
