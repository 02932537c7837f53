/** What the parts of planning a proposal share. */
import type { AttributeValue } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";
import type { ShownSelection } from "../binding/kept-caret.ts";
import type { Gesture, ReplacedWords } from "../binding/remote-transactions.ts";
import type { SharedParent } from "../binding/read-content.ts";
import type { CaretHint } from "../binding/kept-caret.ts";
import type { ProposalPlan } from "./proposal-plan.ts";

/** What a change is planned with. */
export interface ProposingContext {
  readonly plan: ProposalPlan;
  readonly caret: CaretHint | null;
  /** How the change was made, where it was not typed. */
  readonly gesture: Gesture | null;
  /** Which words others were put for, where that is known. */
  readonly replaced: readonly ReplacedWords[];
  /** What was selected before. */
  readonly selectionBefore: ShownSelection | null;
}

/** A block as it is shared and as it was shown. */
export interface ShownBlock {
  readonly element: Y.XmlElement;
  readonly node: Node;
}

/** Neighbours that changed, with where they stand. */
export interface Gap {
  readonly parent: SharedParent;
  readonly before: readonly ShownBlock[];
  readonly after: readonly Node[];
  /** The block behind the gap. */
  readonly next: Y.XmlElement | null;
}

/** Plans the attributes in which a block differs from how it was shown. */
export function planAttributes({ element, node: shown }: ShownBlock, node: Node, plan: ProposalPlan): void {
  for (const [name, value] of Object.entries(node.attrs))
    if (JSON.stringify(shown.attrs[name]) !== JSON.stringify(value))
      plan.setAttribute(element, node, name, value as AttributeValue);
}

/** The new block in which the caret stands. */
export function caretIn(
  nodes: readonly Node[],
  { caret }: Pick<ProposingContext, "caret">,
): { index: number; offset: number } | null {
  const index = caret === null ? -1 : nodes.indexOf(caret.paragraph);
  return index < 0 || caret === null ? null : { index, offset: caret.offset };
}
