/**
 * Colours the text by who wrote it and shows deleted words in their place, on demand.
 *
 * Invariants:
 * - News of who wrote what draws the paragraphs anew that it changes, and no others: somebody who types in a long contract while its
 *   authors are shown pays for one paragraph.
 * - A stretch is named by the id of its first character, so its element stays as it is when something is written before it.
 */
import type { AttributionSpan } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { partyWash, personColour, shadeOf } from "../../ui/theme/party-colour.ts";
import { quickDecorations } from "../marks/quick-decorations.ts";
import { type AuthorFilter, isShown, wayOf } from "./author-filter.ts";
import type { CreditedSpan } from "./credit-originals.ts";
import { type SpannedBlock, placeInBlock, spansByBlock } from "./place-spans.ts";

/** What the view shows; `null` spans switch it off. */
export interface AuthorshipView {
  readonly spans: readonly CreditedSpan[] | null;
  /** Whose text is coloured; `null` is everybody's. */
  readonly filter: AuthorFilter | null;
  readonly showDeleted: boolean;
}

interface AuthorshipState {
  readonly view: AuthorshipView;
  readonly decorations: DecorationSet;
  readonly drawn: DrawnBlocks;
}

/** What each paragraph's decorations were made from, and what became of them. */
type DrawnBlocks = ReadonlyMap<Node, { readonly from: string; readonly set: DecorationSet }>;

export const authorshipKey = new PluginKey<AuthorshipState>("authorship");
const off: AuthorshipView = { spans: null, filter: null, showDeleted: false };
const nothing = { decorations: DecorationSet.empty, drawn: new Map() } as const;

/** Above so many changed paragraphs all are drawn. */
const FEW_BLOCKS = 40;

function decorate(doc: Node, view: AuthorshipView, before: AuthorshipState): Omit<AuthorshipState, "view"> {
  if (view.spans === null) return nothing;
  const blocks = spansByBlock(doc, view.spans);
  const from = blocks.map((block) => describe(block, view));
  const setsBefore = setsOfBlocks(doc, before.decorations);
  const changed = blocks.filter(({ node }, index) => {
    const known = before.drawn.get(node);
    return known?.from !== from[index] || known?.set !== setsBefore[index];
  });
  if (changed.length === 0) return before;
  const isFew = changed.length <= FEW_BLOCKS && before.decorations !== DecorationSet.empty;
  const made = (isFew ? changed : blocks).flatMap((block) => decorationsOf(block, view));
  const decorations = quickDecorations(
    isFew
      ? before.decorations
          .remove(changed.flatMap(({ node, pos }) => before.decorations.find(pos + 1, pos + node.nodeSize - 1)))
          .add(doc, made)
      : DecorationSet.create(doc, made),
  );
  const sets = setsOfBlocks(doc, decorations);
  return {
    decorations,
    drawn: new Map(
      blocks.map(({ node }, index) => [node, { from: from[index] ?? "", set: sets[index] ?? DecorationSet.empty }]),
    ),
  };
}

/** The decorations of each paragraph: the same object for as long as nobody has touched them. */
function setsOfBlocks(doc: Node, decorations: DecorationSet): DecorationSet[] {
  const sets: DecorationSet[] = [];
  const visit = (parent: Node, set: DecorationSet): void =>
    parent.forEach((child, offset) => {
      // ProseMirror's types leave it out.
      const own = (set as unknown as { forChild(offset: number, node: Node): DecorationSet }).forChild(offset, child);
      if (child.isTextblock) sets.push(own);
      else visit(child, own);
    });
  visit(doc, decorations);
  return sets;
}

/** Everything that a paragraph's decorations depend on, beside its own words. */
function describe({ own }: SpannedBlock<CreditedSpan>, { filter, showDeleted }: AuthorshipView): string {
  return own
    .map((span) => {
      const { text, author, party, via, deletedBy } = span;
      const looks = isShown(filter, span) ? `${author.id} ${party} ${via}` : "";
      return deletedBy === undefined
        ? `${nameOf(span)} ${text.length} ${looks}`
        : `${nameOf(span)} ${showDeleted ? `${looks} ${deletedBy.id} ${text}` : ""}`;
    })
    .join("\n");
}

function decorationsOf(
  { node, pos, own }: SpannedBlock<CreditedSpan>,
  { filter, showDeleted }: AuthorshipView,
): Decoration[] {
  return placeInBlock(node, pos, own).flatMap(({ from, to, span }) => {
    if (!isShown(filter, span)) return [];
    if (span.deletedBy !== undefined) {
      const key = `deleted-${nameOf(span)}-${span.text}`;
      return showDeleted ? [Decoration.widget(from, () => deletedElement(span), { side: -1, key })] : [];
    }
    const style = `--person:${personColour(span.party, span.author.id)};--person-wash:${partyWash(span.party)}`;
    return [
      Decoration.inline(from, to, {
        class: "parley-written",
        style,
        "data-span": nameOf(span),
        "data-way": wayOf(span.via),
        "data-party": span.party,
        "data-shade": String(shadeOf(span.author.id)),
      }),
    ];
  });
}

function deletedElement(span: AttributionSpan): HTMLElement {
  const element = document.createElement("del");
  element.className = "parley-deleted";
  element.dataset["span"] = nameOf(span);
  element.contentEditable = "false";
  element.textContent = span.text;
  element.style.setProperty("--person", personColour(span.party, span.deletedBy?.id ?? span.author.id));
  return element;
}

const nameOf = ({ at }: AttributionSpan): string => at.join("-");

/** The plugin that shows authorship; dispatch a transaction with its key and an `AuthorshipView` to change what is shown. */
export function authorshipPlugin(): Plugin<AuthorshipState> {
  return new Plugin<AuthorshipState>({
    key: authorshipKey,
    state: {
      init: () => ({ view: off, ...nothing }),
      apply(tr, value) {
        const view = tr.getMeta(authorshipKey) as AuthorshipView | undefined;
        if (view) return { ...decorate(tr.doc, view, value), view };
        // What is typed now is coloured when the server has it on record.
        return tr.docChanged
          ? { ...value, decorations: quickDecorations(value.decorations.map(tr.mapping, tr.doc)) }
          : value;
      },
    },
    props: { decorations: (state) => authorshipKey.getState(state)?.decorations },
  });
}

/** The span that an element of the text shows, or `null`. */
export function spanOf(
  view: AuthorshipView,
  target: EventTarget | null,
): { span: CreditedSpan; element: Element } | null {
  const element = target instanceof Element ? target.closest("[data-span]") : null;
  const name = element?.getAttribute("data-span");
  const span = view.spans?.find((each) => nameOf(each) === name);
  return element && span ? { span, element } : null;
}
