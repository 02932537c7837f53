/**
 * What is copied out of the document, for other programs: the signs of lists and the numbers of clauses go along as text,
 * because there they are nowhere else. Pasted back here they are dropped again and the structure counts.
 */
import type { Attributes } from "@parley/document";
import { DOMSerializer, type Fragment, type Node, type Schema } from "@tiptap/pm/model";
import { type EditorState, Plugin } from "@tiptap/pm/state";
import { numberLabels } from "../paragraphs/number-labels.ts";
import { withPresentLabels } from "../references/present-labels.ts";

const INDENT_EM = 2;

/** What stands in front of a list paragraph, or `null`. */
function signOf(attributes: Attributes, label: string | null): string | null {
  const { list } = attributes;
  if (list === "bullet") return "•";
  if (list === "check") return attributes["checked"] === true ? "☑" : "☐";
  return list === "number" ? label : null;
}

/**
 * The signs of all paragraphs that the selection touches, in reading order. A paragraph of which only the later part is
 * selected has none, nor has a single one of which a part is selected: that is words, not an item.
 */
function selectedSigns(state: EditorState): (string | null)[] {
  const labels = new Map(numberLabels(state.doc).map(({ pos, label }) => [pos, label]));
  const signs: (string | null)[] = [];
  for (const { $from, $to } of state.selection.ranges) {
    state.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (!node.isTextblock) return;
      const fromStart = $from.pos <= pos + 1;
      const single = $from.sameParent($to) && $to.pos < pos + 1 + node.content.size;
      signs.push(fromStart && !single ? signOf(node.attrs as Attributes, labels.get(pos) ?? null) : null);
    });
  }
  return signs;
}

function textblocks(content: Fragment): Node[] {
  const found: Node[] = [];
  content.descendants((node) => {
    if (node.isTextblock) found.push(node);
  });
  return found;
}

/** The copied text: one line per paragraph, with its sign, indented by its depth. */
function copiedText(content: Fragment, signs: readonly (string | null)[]): string {
  const blocks = textblocks(content);
  if (blocks.length === 0) return content.textBetween(0, content.size, "\n");
  return blocks
    .map((node, index) => {
      const sign = blocks.length === signs.length ? signs[index] : null;
      const depth = typeof node.attrs["depth"] === "number" ? node.attrs["depth"] : 0;
      return sign === null || sign === undefined
        ? node.textContent
        : `${"  ".repeat(depth)}${sign} ${node.textContent}`;
    })
    .join("\n");
}

/** Writes HTML like the schema does, with the signs in front of the paragraphs. */
class SignedSerializer extends DOMSerializer {
  signs: readonly (string | null)[] = [];

  constructor(schema: Schema) {
    super(DOMSerializer.nodesFromSchema(schema), DOMSerializer.marksFromSchema(schema));
  }

  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const made = super.serializeFragment(fragment, options, target);
    const elements = Array.from(made.querySelectorAll<HTMLElement>("p, pre, h1, h2, h3, h4, h5, h6"));
    if (target || elements.length !== this.signs.length) return made;
    elements.forEach((element, index) => {
      const depth = Number(element.dataset["depth"] ?? "0");
      if (depth > 0) element.style.marginLeft = `${depth * INDENT_EM}em`;
      const sign = this.signs[index];
      if (sign === null || sign === undefined) return;
      const shown = element.ownerDocument.createElement("span");
      shown.dataset["sign"] = "";
      shown.textContent = `${sign} `;
      element.prepend(shown);
    });
    return made;
  }
}

/** Puts signs and numbers into what is copied. */
export function copyPlugin(schema: Schema): Plugin {
  const serializer = new SignedSerializer(schema);
  return new Plugin({
    props: {
      transformCopied: (slice, view) => {
        serializer.signs = selectedSigns(view.state);
        return withPresentLabels(slice, view.state.doc);
      },
      clipboardSerializer: serializer,
      clipboardTextSerializer: (slice, view) => copiedText(slice.content, selectedSigns(view.state)),
    },
  });
}
