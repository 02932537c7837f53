/**
 * Colours the text by who wrote it and shows deleted words in their place, on demand.
 *
 * Invariants:
 * - News of who wrote what draws the paragraphs anew that it changes, and no others: somebody who types in a long contract while its
 *   authors are shown pays for one paragraph.
 * - Only what is on the screen or near it is coloured: the browser passes every coloured stretch of the whole text at every key. Deleted
 *   words stand in all of the text, for they take room; paper shows these and no colours.
 * - A paragraph that has changed since the record was read keeps what it shows until there is news of it.
 * - Words of deleted rows, and of paragraphs beside a table, are left to `gone-rows-plugin.ts`: they stand between rows or beside the table,
 *   not in a paragraph of it.
 * - A stretch is named by the id of its first character, so its element stays as it is when something is written before it.
 */
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Selection, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { shadeOf } from "@parley/base";
import { partyWash, personColour } from "../../ui/theme/party-colour.ts";
import { redraw } from "../caret/read-caret.ts";
import { quickDecorations } from "../marks/quick-decorations.ts";
import { type AuthorFilter, isShown, wayOf } from "./author-filter.ts";
import type { CreditedSpan } from "./credit-originals.ts";
import { deletedElement, nameOf } from "./deleted-element.ts";
import { goneEdges, stoodInNoTable, wentWithRow } from "./gone-edges.ts";
import { type SpannedBlock, placeInBlock, spansByBlock } from "./place-spans.ts";
import { type Sight, followSight, mapSight } from "./text-in-sight.ts";

/** What the view shows; `null` spans switch it off. */
export interface AuthorshipView {
  readonly spans: readonly CreditedSpan[] | null;
  /** Whose text is coloured; `null` is everybody's. */
  readonly filter: AuthorFilter | null;
  readonly showDeleted: boolean;
}

interface AuthorshipState {
  readonly view: AuthorshipView;
  readonly sight: Sight;
  readonly decorations: DecorationSet;
  readonly drawn: DrawnBlocks;
}

/** What is on record of each paragraph, what its decorations were made from, and what became of them. */
type DrawnBlocks = ReadonlyMap<
  Node,
  { readonly own: readonly CreditedSpan[]; readonly from: string; readonly set: DecorationSet }
>;

type Block = SpannedBlock<CreditedSpan>;

export const authorshipKey = new PluginKey<AuthorshipState>("authorship");
/** A transaction with this key and a `Sight` says what is on the screen or near it. */
export const sightKey = new PluginKey("authorship-sight");
const off: AuthorshipView = { spans: null, filter: null, showDeleted: false };
const nothing = { decorations: DecorationSet.empty, drawn: new Map() } as const;

/** Above so many changed paragraphs all are drawn. */
const FEW_BLOCKS = 40;

/** Draws what differs from what is drawn, in the paragraphs of which the record is known. */
function draw({ doc, selection }: Transaction, blocks: readonly Block[], before: AuthorshipState): AuthorshipState {
  const { view, sight } = before;
  const inSight = (block: Block): boolean => isIn(sight, block) || holdsEndOf(selection, block);
  const setsBefore = setsOfBlocks(doc, before.decorations);
  const from = blocks.map((block) => describe(block, view, inSight(block)));
  const changed = blocks.filter(({ node }, index) => {
    const known = before.drawn.get(node);
    return known?.from !== from[index] || known?.set !== setsBefore.get(node);
  });
  const isWhole = changed.length > FEW_BLOCKS && blocks.length === setsBefore.size;
  const made = (isWhole ? blocks : changed).flatMap((block) => decorationsOf(block, view, inSight(block)));
  const decorations =
    changed.length === 0
      ? before.decorations
      : quickDecorations(
          isWhole
            ? DecorationSet.create(doc, made)
            : before.decorations
                .remove(changed.flatMap(({ node, pos }) => before.decorations.find(pos + 1, pos + node.nodeSize - 1)))
                .add(doc, made),
        );
  const sets = changed.length === 0 ? setsBefore : setsOfBlocks(doc, decorations);
  const drawn = new Map(
    blocks.map(({ node, own }, index) => [
      node,
      { own, from: from[index] ?? "", set: sets.get(node) ?? DecorationSet.empty },
    ]),
  );
  return { ...before, decorations, drawn };
}

/** The paragraphs that read as they did when the record was read, with what it holds of them. */
function blocksOnRecord(doc: Node, drawn: DrawnBlocks): Block[] {
  const blocks: Block[] = [];
  doc.descendants((node, pos, parent) => {
    if (!node.isTextblock) return true;
    const own = drawn.get(node)?.own;
    if (own) blocks.push({ node, pos, own, inTable: parent !== doc });
    return false;
  });
  return blocks;
}

const isIn = (sight: Sight, { pos, node }: Block): boolean => pos < sight.to && pos + node.nodeSize > sight.from;

/** Where somebody selects, scrolling: the browser would lose the end at which they began, if it were drawn anew. */
function holdsEndOf(selection: Selection, { pos, node }: Block): boolean {
  const { anchor, head, empty } = selection;
  return !empty && [anchor, head].some((end) => end > pos && end < pos + node.nodeSize);
}

/** The decorations of each paragraph: the same object for as long as nobody has touched them. */
function setsOfBlocks(doc: Node, decorations: DecorationSet): Map<Node, DecorationSet> {
  const sets = new Map<Node, DecorationSet>();
  const visit = (parent: Node, set: DecorationSet): void =>
    parent.forEach((child, offset) => {
      // ProseMirror's types leave it out.
      const own = (set as unknown as { forChild(offset: number, node: Node): DecorationSet }).forChild(offset, child);
      if (child.isTextblock) sets.set(child, own);
      else visit(child, own);
    });
  visit(doc, decorations);
  return sets;
}

/** Everything that a paragraph's decorations depend on, beside its own words. */
function describe({ own }: Block, { filter, showDeleted }: AuthorshipView, inSight: boolean): string {
  return own
    .map((span, index) => ({ span, edges: goneEdges(span, own[index - 1], own[index + 1]) }))
    .filter(({ span }) => inSight || span.deletedBy !== undefined)
    .map(({ span, edges }) => {
      const { text, author, party, via, deletedBy } = span;
      const looks = isShown(filter, span) ? `${author.id} ${party} ${via}` : "";
      return deletedBy === undefined
        ? `${nameOf(span)} ${text.length} ${looks}`
        : `${nameOf(span)} ${showDeleted ? `${looks} ${deletedBy.id} ${edges.before}${text}${edges.after}` : ""}`;
    })
    .join("\n");
}

function decorationsOf(
  { node, pos, own, inTable }: Block,
  { filter, showDeleted }: AuthorshipView,
  inSight: boolean,
): Decoration[] {
  if (!inSight && !(showDeleted && own.some(({ deletedBy }) => deletedBy !== undefined))) return [];
  return placeInBlock(node, pos, own).flatMap(({ from, to, span }) => {
    if (!isShown(filter, span) || wentWithRow(span) || (inTable && stoodInNoTable(span))) return [];
    if (span.deletedBy !== undefined) {
      const index = own.indexOf(span);
      const edges = goneEdges(span, own[index - 1], own[index + 1]);
      const key = `deleted-${nameOf(span)}-${edges.before}${span.text}${edges.after}`;
      return showDeleted ? [Decoration.widget(from, () => deletedElement(span, edges), { side: -1, key })] : [];
    }
    if (!inSight) return [];
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

/** The plugin that shows authorship; dispatch a transaction with its key and an `AuthorshipView` to change what is shown. */
export function authorshipPlugin(): Plugin<AuthorshipState> {
  return new Plugin<AuthorshipState>({
    key: authorshipKey,
    state: {
      init: () => ({ view: off, sight: { from: 0, to: 0 }, ...nothing }),
      apply(tr, value) {
        const view = tr.getMeta(authorshipKey) as AuthorshipView | undefined;
        if (view)
          return view.spans === null
            ? { ...value, ...nothing, view }
            : draw(tr, spansByBlock(tr.doc, view.spans), { ...value, view });
        const sight = tr.getMeta(sightKey) as Sight | undefined;
        if (sight) return draw(tr, blocksOnRecord(tr.doc, value.drawn), { ...value, sight });
        if (!tr.docChanged) return value;
        // What is typed now is coloured when the server has it on record.
        const decorations = quickDecorations(value.decorations.map(tr.mapping, tr.doc));
        return { ...value, decorations, sight: mapSight(value.sight, tr.mapping) };
      },
    },
    props: { decorations: (state) => authorshipKey.getState(state)?.decorations },
    view: (view) => {
      const shownIn = (state: EditorState): AuthorshipState | undefined => authorshipKey.getState(state);
      const isOn = (state: EditorState): boolean => (shownIn(state)?.view.spans ?? null) !== null;
      const following = followSight(
        view,
        () => (isOn(view.state) ? (shownIn(view.state)?.sight ?? null) : null),
        (sight) => redraw(view, sightKey, sight),
      );
      return {
        update: ({ state }, before) => {
          if (isOn(state) && !isOn(before)) following.look();
        },
        destroy: () => following.end(),
      };
    },
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
