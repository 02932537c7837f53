/** A writer whose document is bound the way Tiptap's own binding does it, for comparison in tests and benchmarks. */
import { FRAGMENT_NAME } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { initProseMirrorDoc, updateYFragment } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { testSchema } from "./bound-writers.ts";

/** Writes as `ySyncPlugin` does, and shows what others wrote when asked to. */
export class StockWriter {
  readonly ydoc: Y.Doc = new Y.Doc();
  state: EditorState = EditorState.create({ schema: testSchema });
  private meta: Parameters<typeof updateYFragment>[3] = { mapping: new Map(), isOMark: new Map() };

  constructor(clientId: number) {
    this.ydoc.clientID = clientId;
  }

  get doc(): Node {
    return this.state.doc;
  }

  dispatch(tr: Transaction): void {
    this.state = this.state.apply(tr);
    const fragment = this.ydoc.getXmlFragment(FRAGMENT_NAME);
    this.ydoc.transact(() => updateYFragment(this.ydoc, fragment, this.state.doc, this.meta), this);
  }

  /** Shows the shared document as it is now. */
  show(): void {
    const { doc, meta } = initProseMirrorDoc(this.ydoc.getXmlFragment(FRAGMENT_NAME), testSchema);
    this.state = EditorState.create({ doc, schema: testSchema });
    this.meta = meta;
  }
}
