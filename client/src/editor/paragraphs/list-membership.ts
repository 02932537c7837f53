/** Which list a paragraph belongs to when it becomes numbered or changes its depth. */
import type { Attributes } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import type { AttributeChange } from "./selected-paragraphs.ts";

/** What a paragraph loses when it leaves its list. Its depth stays, so that the text does not jump. */
export const outOfList: AttributeChange = { list: null, listId: null, format: null, start: null, checked: null };

/** A new list's id. */
export function newListId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(36).padStart(2, "0")).join("");
}

/** The nearest numbered paragraph in front of `pos` in the same container, with nothing but list paragraphs in between. */
function numberedBefore(doc: Node, pos: number): Attributes | null {
  const $pos = doc.resolve(pos);
  for (let index = $pos.index() - 1; index >= 0; index--) {
    const { attrs, isTextblock } = $pos.parent.child(index);
    if (!isTextblock || attrs["list"] === null) return null;
    if (attrs["list"] === "number") return attrs as Attributes;
  }
  return null;
}

/**
 * The template that paragraphs of a list have at a depth, or `null` for the default one. An imported list such as
 * 第一条 / 1.1 / (a) keeps its own numbers when somebody indents.
 */
export function formatAtDepth(doc: Node, listId: string | null, depth: number): string | null {
  let format: string | null = null;
  if (listId === null) return null;
  doc.descendants((node) => {
    if (format !== null) return false;
    const { attrs } = node;
    if (
      node.isTextblock &&
      attrs["list"] === "number" &&
      attrs["listId"] === listId &&
      (attrs["depth"] ?? 0) === depth
    ) {
      format = typeof attrs["format"] === "string" ? attrs["format"] : null;
    }
    return !node.isTextblock;
  });
  return format;
}

/** What a paragraph at `pos` receives to be numbered: it joins the list right in front of it, or starts one. */
export function joinNumbering(doc: Node, pos: number, own: Attributes, newId: string): AttributeChange {
  const before = numberedBefore(doc, pos);
  const listId = typeof before?.["listId"] === "string" ? before["listId"] : newId;
  const depth = typeof own["depth"] === "number" ? own["depth"] : 0;
  return { list: "number", listId, format: formatAtDepth(doc, listId, depth), start: null, checked: null };
}
