/** What a person does to whole paragraphs: style, list, depth, alignment. Each is a change of attributes and nothing else. */
import { type Attributes, type ListKind, type ParagraphStyle, MAX_DEPTH } from "@parley/document";
import type { Command, EditorState } from "@tiptap/pm/state";
import { formatAtDepth, joinNumbering, newListId, outOfList } from "./list-membership.ts";
import { type AttributeChange, attributesOf, changeParagraphs, selectedParagraphs } from "./selected-paragraphs.ts";

export type Alignment = "center" | "end" | "justify";

/** Gives the selected paragraphs a style; `null` is plain body text. Headings need a level, 1 to 6. */
export function setStyle(style: ParagraphStyle | null, level: number | null = null): Command {
  return changeParagraphs((attributes) => {
    const change: AttributeChange = { style, level: style === "heading" ? (level ?? 1) : null };
    // A number may stand before a heading or body text; before a title, quote or code it makes no sense.
    return attributes["list"] !== null && style !== null && style !== "heading" ? { ...change, ...outOfList } : change;
  });
}

/** Gives the style, or takes it back when all selected paragraphs have it. */
export function toggleStyle(style: ParagraphStyle, level: number | null = null): Command {
  return (state, dispatch, view) =>
    (hasStyle(state, style, level) ? setStyle(null) : setStyle(style, level))(state, dispatch, view);
}

function hasStyle(state: EditorState, style: ParagraphStyle, level: number | null): boolean {
  return selectedParagraphs(state).every(
    ({ node }) => node.attrs["style"] === style && (level === null || node.attrs["level"] === level),
  );
}

/** Puts the selected paragraphs into a list of this kind, or takes them out when all are in one. */
export function toggleList(kind: ListKind): Command {
  return (state, dispatch, view) => {
    const paragraphs = selectedParagraphs(state);
    if (paragraphs.length === 0) return false;
    if (paragraphs.every(({ node }) => node.attrs["list"] === kind)) {
      return changeParagraphs(() => outOfList)(state, dispatch, view);
    }
    const newId = newListId();
    const firstPos = paragraphs[0]?.pos ?? 0;
    return changeParagraphs((attributes) => {
      const plain = attributes["style"] === "heading" ? {} : { style: null, level: null };
      if (kind === "number") return { ...plain, ...joinNumbering(state.doc, firstPos, attributes, newId) };
      return { ...plain, ...outOfList, list: kind };
    })(state, dispatch, view);
  };
}

/** Moves the selected paragraphs one level in (1) or out (-1). Refused when none of them can move. */
export function changeDepth(by: 1 | -1): Command {
  return (state, dispatch, view) =>
    changeParagraphs((attributes) => {
      const depth = depthOf(attributes) + by;
      if (depth < 0 || depth > MAX_DEPTH) return null;
      return { depth: depth === 0 ? null : depth, ...renumbered(state, attributes, depth) };
    })(state, dispatch, view);
}

function renumbered(state: EditorState, attributes: Attributes, depth: number): AttributeChange {
  if (attributes["list"] !== "number") return {};
  const listId = typeof attributes["listId"] === "string" ? attributes["listId"] : null;
  return { format: formatAtDepth(state.doc, listId, depth), start: null };
}

/** The paragraph's depth, 0 for none. */
export function depthOf(attributes: Attributes): number {
  return typeof attributes["depth"] === "number" ? attributes["depth"] : 0;
}

/** Aligns the selected paragraphs; `null` is at the start of the line. */
export function setAlignment(align: Alignment | null): Command {
  return changeParagraphs(() => ({ align }));
}

/** Ticks or unticks a check-list paragraph at `pos`, or the selected ones when `pos` is `null`. */
export function toggleChecked(pos: number | null): Command {
  return (state, dispatch, view) => {
    if (pos === null) {
      const all = selectedParagraphs(state).filter(({ node }) => node.attrs["list"] === "check");
      const checked = all.every(({ node }) => node.attrs["checked"] === true) ? null : true;
      return changeParagraphs((attributes) => (attributes["list"] === "check" ? { checked } : null))(
        state,
        dispatch,
        view,
      );
    }
    const node = state.doc.nodeAt(pos);
    if (node?.attrs["list"] !== "check") return false;
    dispatch?.(state.tr.setNodeAttribute(pos, "checked", node.attrs["checked"] === true ? null : true));
    return true;
  };
}

/** Restarts the numbering of the selected numbered paragraph at `start`, or lets it continue with `null`. */
export function setNumberStart(start: number | null): Command {
  return changeParagraphs((attributes, index) => (index === 0 && attributes["list"] === "number" ? { start } : null));
}

/** What the paragraph at the caret is, for menus. */
export interface ParagraphState {
  readonly style: ParagraphStyle | null;
  readonly level: number | null;
  readonly list: ListKind | null;
  readonly align: Alignment | null;
  readonly depth: number;
}

/** What all selected paragraphs are; of the first one where they differ. */
export function paragraphState(state: EditorState): ParagraphState {
  const first = selectedParagraphs(state)[0];
  if (!first) return { style: null, level: null, list: null, align: null, depth: 0 };
  const attributes = attributesOf(first.node);
  return {
    style: attributes["style"] as ParagraphStyle | null,
    level: attributes["level"] as number | null,
    list: attributes["list"] as ListKind | null,
    align: attributes["align"] as Alignment | null,
    depth: depthOf(attributes),
  };
}
