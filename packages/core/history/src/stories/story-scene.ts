/** A document and a browser on it, for tests of what is told about rows: every act is one row. */
import { type DocumentContent, seedUpdate } from "@parley/document";
import * as Y from "yjs";
import { DocumentReplica, changesOfRows, placeOfChange, readWordStory, restoreVersion } from "../index.ts";
import type { RowContext, WordStory } from "../index.ts";

const anyClient = (): boolean => true;
export const typed: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null };

const content = (...lines: string[]): DocumentContent => ({
  blocks: lines.map((text) => ({ type: "paragraph", runs: [{ text }] })),
});

/** A document that row 1 seeded, and a browser on it; every act is one row. */
export class Scene {
  readonly replica = DocumentReplica.open(null, []);
  readonly ydoc = new Y.Doc();

  constructor(...lines: string[]) {
    this.replica.take(seedUpdate(content(...lines), 7), anyClient);
    this.ydoc.clientID = 21;
    Y.applyUpdate(this.ydoc, Y.encodeStateAsUpdate(this.replica.ydoc));
  }

  get fragment(): Y.XmlFragment {
    return this.ydoc.getXmlFragment("default");
  }

  text(index: number): Y.XmlText {
    return (this.fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText;
  }

  /** The text of a block; `null` where there is none. */
  textIn(index: number): Y.XmlText | null {
    const block = index < this.fragment.length ? this.fragment.get(index) : null;
    const first: unknown = block instanceof Y.XmlElement && block.length > 0 ? block.get(0) : null;
    return first instanceof Y.XmlText ? first : null;
  }

  act(task: () => void, context: RowContext = typed): number {
    return this.take(() => this.ydoc.transact(task), context);
  }

  /** A row of what the browser's undo does. */
  undo(manager: Y.UndoManager): number {
    return this.take(() => manager.undo(), { ...typed, kind: "undo" });
  }

  private take(task: () => void, context: RowContext): number {
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array): number => updates.push(update);
    this.ydoc.on("update", keep);
    task();
    this.ydoc.off("update", keep);
    // Formatting what is formatted so already is nothing.
    if (updates.length === 0) return this.replica.seq;
    const taken = this.replica.take(Y.mergeUpdates(updates), anyClient, context);
    if (taken && "code" in taken) throw new Error(taken.reason);
    return this.replica.seq;
  }

  insertParagraph(index: number, text: string, delta?: readonly object[]): void {
    const element = new Y.XmlElement("paragraph");
    const words = new Y.XmlText(delta ? "" : text);
    element.insert(0, [words]);
    this.fragment.insert(index, [element]);
    if (delta) words.applyDelta([...delta]);
  }

  /** Cuts a paragraph's end off into a paragraph of its own. */
  split(index: number, at: number): number {
    const text = this.text(index);
    const tail = this.words(index).slice(at);
    return this.act(() => {
      text.delete(at, tail.length);
      this.insertParagraph(index + 1, tail);
    });
  }

  /** Puts the words of the next paragraph to the end of one. */
  join(index: number): number {
    const tail = this.words(index + 1);
    return this.act(() => {
      this.fragment.delete(index + 1, 1);
      this.text(index).insert(this.text(index).length, tail);
    });
  }

  /** Moves a paragraph; `to` is its index afterwards. */
  move(index: number, to: number): number {
    const words = this.words(index);
    return this.act(() => {
      this.fragment.delete(index, 1);
      this.insertParagraph(to, words);
    });
  }

  /** Makes the document read as it did with row `seq`; `null` when it does. */
  restore(seq: number): number | null {
    const made = restoreVersion(this.replica, seq, 1_000 + this.replica.seq);
    if (made === null) return null;
    const row = { kind: "restore", baseSeq: null, proposes: false, statement: made.statement } as const;
    this.replica.take(made.update, anyClient, row);
    Y.applyUpdate(this.ydoc, made.update);
    return this.replica.seq;
  }

  words(index: number): string {
    const delta = this.text(index).toDelta() as { insert: string }[];
    return delta.map(({ insert }) => insert).join("");
  }

  /** The id of a character of a paragraph as it stands. */
  idAt(index: number, offset: number): { client: number; clock: number } {
    let left = offset;
    for (let item = this.text(index)._start; item !== null; item = item.right) {
      if (item.deleted || !item.countable) continue;
      if (left < item.length) return { client: item.id.client, clock: item.id.clock + left };
      left -= item.length;
    }
    throw new RangeError(`no character ${offset}`);
  }

  changes(...seqs: number[]): unknown[] {
    const { changes } = changesOfRows(this.replica, (seq) => seqs.includes(seq), 100);
    return changes.map((change) => [
      change.did,
      change.text,
      ...change.settings.flatMap(({ name, to }) => [name, to]),
      placeOfChange(this.replica, change).length > 0,
    ]);
  }

  story(index: number, offset: number, deleted = true): WordStory | null {
    return readWordStory(this.replica, this.idAt(index, offset), { deleted });
  }
}
