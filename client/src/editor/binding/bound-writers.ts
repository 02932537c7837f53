/** Writers without a page, for tests: real editor states bound to real shared documents, joined by hand. */
import { type VirtualClock, must, virtualClock } from "@parley/base";
import { FRAGMENT_NAME } from "@parley/document";
import { getSchema } from "@tiptap/core";
import type { Node, Schema } from "@tiptap/pm/model";
import { type Command, EditorState, Plugin, TextSelection, type Transaction } from "@tiptap/pm/state";
import * as Y from "yjs";
import { schemaExtensions } from "../schema/schema-extensions.ts";
import type { Proposing } from "../proposing/propose-change.ts";
import { type BoundView, DocumentBinding } from "./document-binding.ts";
import { bindingKey, bindingState } from "./remote-transactions.ts";

export const testSchema: Schema = getSchema(schemaExtensions);

/** One writer: an editor's state, the shared document behind it, and what a hand would do. */
export class Writer implements BoundView {
  state: EditorState;
  composing = false;
  mayWrite = true;
  readonly ydoc = new Y.Doc();
  readonly clock: VirtualClock = virtualClock();
  readonly binding: DocumentBinding;
  frozen: Error | null = null;
  /** How this writer proposes; `null` edits directly. */
  proposing: Proposing | null = null;

  constructor(clientId: number) {
    this.ydoc.clientID = clientId;
    this.state = EditorState.create({
      schema: testSchema,
      plugins: [new Plugin({ key: bindingKey, state: bindingState })],
    });
    this.binding = new DocumentBinding({
      fragment: this.ydoc.getXmlFragment(FRAGMENT_NAME),
      mayWrite: () => this.mayWrite,
      proposing: () => this.proposing,
      onFrozen: (reason) => {
        this.frozen = reason;
      },
      schedule: (task, afterMs) => this.clock.schedule(task, afterMs),
    });
    this.binding.attach(this);
  }

  get doc(): Node {
    return this.state.doc;
  }

  dispatch(tr: Transaction): void {
    this.state = this.state.apply(tr);
    this.binding.viewUpdated();
  }

  run(command: Command): boolean {
    return command(this.state, (tr) => this.dispatch(tr));
  }

  /** Puts the caret before the n-th character (0-based) of the k-th paragraph. */
  caret(paragraph: number, offset: number, headOffset = offset): void {
    const start = this.paragraphStart(paragraph);
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.doc, start + offset, start + headOffset)));
  }

  type(text: string): void {
    for (const character of text) this.dispatch(this.state.tr.insertText(character));
  }

  paragraphStart(index: number): number {
    const starts: number[] = [];
    this.doc.descendants((node, pos) => {
      if (node.isTextblock) starts.push(pos + 1);
    });
    return must(starts[index], `there is a paragraph ${index}`);
  }

  /** The text of every paragraph. */
  lines(): string[] {
    const lines: string[] = [];
    this.doc.descendants((node) => {
      if (node.isTextblock) lines.push(node.textContent);
    });
    return lines;
  }
}

/** Gives each writer what the others have and it lacks. */
export function exchange(...writers: readonly Writer[]): void {
  const updates = writers.map((writer) => Y.encodeStateAsUpdate(writer.ydoc));
  for (const writer of writers) for (const update of updates) Y.applyUpdate(writer.ydoc, update, "remote");
}

/** Writers that start from the same paragraphs. */
export function writersOf(count: number, lines: readonly string[]): Writer[] {
  const first = new Writer(1);
  first.dispatch(
    first.state.tr.insert(
      0,
      lines.map((line) => paragraph(line)),
    ),
  );
  const writers = [first, ...Array.from({ length: count - 1 }, (_each, index) => new Writer(index + 2))];
  exchange(...writers);
  return writers;
}

export function paragraph(text: string, attributes: Record<string, unknown> = {}): Node {
  return must(testSchema.nodes["paragraph"], "paragraphs exist").create(
    attributes,
    text === "" ? [] : [testSchema.text(text)],
  );
}
