/**
 * Turns HTML from anywhere into the flat paragraphs of the document.
 *
 * Invariants:
 * - The HTML is read in an inert document: nothing in it runs or is fetched.
 * - Only text, the marks of the schema, paragraphs, tables and rules come through; scripts, styles, SVG and addresses that
 *   could run something do not.
 * - Nested lists become paragraphs with a depth; every list receives an id of its own, so that it never joins another.
 */
import { type AttributeValue, type Attributes, MAX_DEPTH, isSafeHref } from "@parley/document";
import { newListId } from "../paragraphs/list-membership.ts";
import { wordListAttributes, wordListOf } from "./pasted-list.ts";

const dropped = new Set([
  "SCRIPT",
  "STYLE",
  "SVG",
  "MATH",
  "IFRAME",
  "OBJECT",
  "EMBED",
  "META",
  "LINK",
  "TITLE",
  "TEMPLATE",
  "NOSCRIPT",
  "HEAD",
  "BUTTON",
  "SELECT",
  "TEXTAREA",
  "AUDIO",
  "VIDEO",
  "CANVAS",
  "BASE",
  "O:P",
]);
const inlineTags: Readonly<Record<string, string>> = {
  STRONG: "strong",
  B: "strong",
  EM: "em",
  I: "em",
  U: "u",
  INS: "u",
  S: "s",
  DEL: "s",
  STRIKE: "s",
  CODE: "code",
  KBD: "code",
  SAMP: "code",
  TT: "code",
  SUP: "sup",
  SUB: "sub",
  MARK: "mark",
};
const blockTags = new Set([
  "P",
  "DIV",
  "SECTION",
  "ARTICLE",
  "HEADER",
  "FOOTER",
  "MAIN",
  "NAV",
  "ASIDE",
  "FIGURE",
  "FIGCAPTION",
  "ADDRESS",
  "DL",
  "DT",
  "DD",
  "FIELDSET",
  "FORM",
  "DETAILS",
  "SUMMARY",
  "BODY",
  "CENTER",
]);

/** What the surrounding elements say about a paragraph. */
interface Context {
  readonly attributes: Attributes;
  /** Depth of the list item the paragraph is in, or -1. */
  readonly listDepth: number;
  readonly pre: boolean;
}

/** Reads blocks out of a container and writes them into `out`. */
class Flattener {
  readonly #document: Document;
  readonly #out: Element;
  readonly #listIds: Map<string, string>;
  #paragraph: HTMLElement | null = null;
  #wrappers: readonly string[] = [];
  #link: string | null = null;
  /** Number of pictures that could not be taken along. */
  pictures = 0;

  constructor(document: Document, out: Element, listIds: Map<string, string>) {
    this.#document = document;
    this.#out = out;
    this.#listIds = listIds;
  }

  read(node: Node, context: Context): void {
    if (node.nodeType === 3) this.#text(node.nodeValue ?? "", context);
    if (!(node.nodeType === 1)) return;
    const element = node as HTMLElement;
    const tag = element.tagName.toUpperCase();
    if (dropped.has(tag) || element.hidden || /display:\s*none/i.test(element.getAttribute("style") ?? "")) return;
    if (/mso-list:\s*Ignore/i.test(element.getAttribute("style") ?? "")) return;
    const heading = /^H([1-6])$/.exec(tag);
    if (heading)
      this.#block(element, {
        ...context,
        attributes: { ...context.attributes, style: "heading", level: Number(heading[1]) },
      });
    else if (tag === "BLOCKQUOTE")
      this.#block(element, { ...context, attributes: { ...context.attributes, style: "quote" } });
    else if (tag === "PRE") this.#block(element, { ...context, pre: true, attributes: { style: "code" } });
    else if (tag === "UL" || tag === "OL" || tag === "MENU") this.#list(element, tag === "OL", context);
    else if (tag === "LI") this.#item(element, context);
    else if (tag === "TABLE") this.#table(element);
    else if (tag === "HR") this.#leaf("hr");
    else if (tag === "BR") this.#lineBreak(context);
    else if (tag === "IMG" || tag === "PICTURE") this.pictures++;
    else if (tag === "INPUT") return;
    else if (blockTags.has(tag)) this.#block(element, this.#wordContext(element, context));
    else this.#inline(element, context);
  }

  /** Ends the paragraph that is being written. */
  end(): void {
    const paragraph = this.#paragraph;
    this.#paragraph = null;
    if (!paragraph) return;
    if (paragraph.dataset["style"] === "code") {
      paragraph.innerHTML = paragraph.innerHTML.replace(/\n$/, "");
      return;
    }
    trim(paragraph, "start");
    trim(paragraph, "end");
    if (paragraph.textContent === "" && paragraph.dataset["keep"] !== "true") paragraph.remove();
    delete paragraph.dataset["keep"];
  }

  #children(element: Element, context: Context): void {
    for (const child of element.childNodes) this.read(child, context);
  }

  #block(element: HTMLElement, context: Context): void {
    this.end();
    const align = alignmentOf(element);
    const inner = align === null ? context : { ...context, attributes: { ...context.attributes, align } };
    this.#children(element, inner);
    // Word and Google write an empty line as a paragraph with a space or a break in it.
    const isLine =
      element.tagName === "P" &&
      element.textContent.replaceAll("\u00a0", " ").trim() === "" &&
      !element.querySelector("img, table");
    if (isLine && this.#out.lastElementChild !== null && this.#paragraph === null && context.listDepth < 0)
      this.#open(inner).dataset["keep"] = "true";
    this.end();
  }

  #wordContext(element: HTMLElement, context: Context): Context {
    const list = wordListOf(element.getAttribute("style") ?? "");
    if (!list) return context;
    const label = Array.from(element.querySelectorAll("[style]")).find((each) =>
      /mso-list:\s*Ignore/i.test(each.getAttribute("style") ?? ""),
    );
    const attributes = wordListAttributes(this.#listId(list.list), list.level, label?.textContent ?? "");
    return { ...context, attributes: { ...context.attributes, ...attributes } };
  }

  #list(element: HTMLElement, ordered: boolean, context: Context): void {
    this.end();
    const depth = Math.min(MAX_DEPTH, context.listDepth + 1);
    const start = Number(element.getAttribute("start") ?? "1");
    const listId = ordered
      ? depth > 0 && context.attributes["list"] === "number"
        ? context.attributes["listId"]
        : newListId()
      : null;
    const attributes: Record<string, AttributeValue> = {
      list: ordered ? "number" : "bullet",
      ...(listId === null || listId === undefined ? {} : { listId }),
      ...(depth > 0 ? { depth } : {}),
    };
    let first = true;
    for (const child of element.children) {
      const own: Context = {
        attributes:
          first && ordered && start !== 1 && Number.isInteger(start) && start >= 0
            ? { ...attributes, start }
            : attributes,
        listDepth: depth,
        pre: false,
      };
      if (child.tagName === "LI") first = false;
      this.read(child, own);
    }
    this.end();
  }

  #item(element: HTMLElement, context: Context): void {
    this.end();
    const box = element.querySelector(
      ":scope > input[type=checkbox], :scope > p > input[type=checkbox], :scope > label > input[type=checkbox]",
    );
    const attributes: Attributes = box
      ? {
          list: "check",
          ...(box.hasAttribute("checked") ? { checked: true } : {}),
          ...(context.listDepth > 0 ? { depth: context.listDepth } : {}),
        }
      : context.attributes;
    const before = this.#out.childElementCount;
    this.#children(element, { ...context, attributes });
    this.end();
    const own = context.listDepth > 0 ? String(context.listDepth) : null;
    const added = Array.from(this.#out.children).slice(before);
    const mine = added.filter((each) => each.hasAttribute("data-list") && each.getAttribute("data-depth") === own);
    // Only the first paragraph of an item carries its sign; the others stand beside it.
    for (const later of mine.slice(1)) {
      for (const name of ["data-list", "data-list-id", "data-start", "data-checked"]) later.removeAttribute(name);
      later.setAttribute("data-depth", String(Math.min(MAX_DEPTH, context.listDepth + 1)));
    }
  }

  #table(element: HTMLElement): void {
    this.end();
    const table = this.#document.createElement("table");
    for (const row of element.querySelectorAll("tr")) {
      if (row.closest("table") !== element) continue;
      const shown = table.appendChild(this.#document.createElement("tr"));
      for (const cell of row.children) {
        if (cell.tagName !== "TD" && cell.tagName !== "TH") continue;
        const made = shown.appendChild(this.#document.createElement(cell.tagName.toLowerCase()));
        for (const name of ["colspan", "rowspan"]) {
          const value = cell.getAttribute(name);
          if (value !== null && /^\d{1,3}$/.test(value)) made.setAttribute(name, value);
        }
        const inside = new Flattener(this.#document, made, this.#listIds);
        inside.#children(cell, { attributes: {}, listDepth: -1, pre: false });
        inside.end();
        this.pictures += inside.pictures;
        if (made.childElementCount === 0) made.append(this.#document.createElement("p"));
      }
    }
    if (table.rows.length > 0) this.#out.append(table);
  }

  #leaf(tag: string): void {
    this.end();
    this.#out.append(this.#document.createElement(tag));
  }

  #inline(element: HTMLElement, context: Context): void {
    const wrappers = [...this.#wrappers];
    const style = element.getAttribute("style") ?? "";
    const tag = inlineTags[element.tagName.toUpperCase()];
    const cancelled =
      (tag === "strong" && /font-weight:\s*(normal|[1-4]00)/i.test(style)) ||
      (tag === "em" && /font-style:\s*normal/i.test(style));
    if (tag !== undefined && !cancelled) wrappers.push(tag);
    if (/font-weight:\s*(bold|[6-9]00)/i.test(style)) wrappers.push("strong");
    if (/font-style:\s*italic/i.test(style)) wrappers.push("em");
    if (/text-decoration[^;]*underline/i.test(style) && element.tagName !== "A") wrappers.push("u");
    if (/text-decoration[^;]*line-through/i.test(style)) wrappers.push("s");
    if (/vertical-align:\s*super/i.test(style)) wrappers.push("sup");
    if (/vertical-align:\s*sub/i.test(style)) wrappers.push("sub");
    const outer = { wrappers: this.#wrappers, link: this.#link };
    this.#wrappers = [...new Set(wrappers)];
    if (element.tagName === "A") {
      const href = element.getAttribute("href") ?? "";
      this.#link = isSafeHref(href) && !href.startsWith("#") ? href : null;
    }
    this.#children(element, context);
    this.#wrappers = outer.wrappers;
    this.#link = outer.link;
  }

  #lineBreak(context: Context): void {
    if (this.#paragraph) this.#put("\n");
    else if (context.pre) this.#put("\n", this.#open(context));
  }

  #text(text: string, context: Context): void {
    // White space of the source is layout; a space that must stay is a no-break space.
    const shown = context.pre ? text.replace(/\r\n?/g, "\n") : text.replace(/[ \t\r\n\f]+/g, " ");
    if (shown === "" || (!this.#paragraph && shown.trim() === "" && !context.pre)) return;
    this.#put(context.pre ? shown : shown.replaceAll("\u00a0", " "), this.#open(context));
  }

  #open(context: Context): HTMLElement {
    if (this.#paragraph) return this.#paragraph;
    const paragraph = this.#document.createElement("p");
    for (const [name, value] of Object.entries(context.attributes)) {
      if (value !== null)
        paragraph.setAttribute(`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(value));
    }
    this.#out.append(paragraph);
    this.#paragraph = paragraph;
    return paragraph;
  }

  #put(text: string, into = this.#paragraph): void {
    let at: Element | null = into;
    if (this.#link !== null && at) {
      const link: HTMLElement = at.appendChild(this.#document.createElement("a"));
      link.setAttribute("href", this.#link);
      at = link;
    }
    for (const tag of this.#wrappers) at = at?.appendChild(this.#document.createElement(tag)) ?? null;
    at?.append(text);
  }

  #listId(foreign: string): string {
    const known = this.#listIds.get(foreign);
    if (known !== undefined) return known;
    const made = newListId();
    this.#listIds.set(foreign, made);
    return made;
  }
}

function alignmentOf(element: HTMLElement): string | null {
  const align = element.style.textAlign || (element.getAttribute("align") ?? "");
  if (align === "center" || align === "justify") return align;
  return align === "right" || align === "end" ? "end" : null;
}

/** Takes spaces away at one end of a paragraph, however deep in marks they stand. */
function trim(paragraph: Element, end: "start" | "end"): void {
  for (;;) {
    let at: Node = paragraph;
    while (at.hasChildNodes()) {
      const next: Node | null = end === "start" ? at.firstChild : at.lastChild;
      if (!next) break;
      at = next;
    }
    if (at === paragraph) return;
    if (at.nodeType === 3) {
      const text = at.nodeValue ?? "";
      const trimmed = end === "start" ? text.replace(/^[ \n]+/, "") : text.replace(/[ \n]+$/, "");
      if (trimmed !== "") {
        at.nodeValue = trimmed;
        return;
      }
    }
    (at as ChildNode).remove();
  }
}

/** What a paste brought, as HTML of the document's own paragraphs, and what it could not bring. */
export interface FlattenedHtml {
  readonly html: string;
  /** Number of pictures that were left out. */
  readonly pictures: number;
}

/** Reads HTML from the clipboard into flat paragraphs. Never throws on any input. */
export function flattenHtml(html: string): FlattenedHtml {
  const source = new DOMParser().parseFromString(html, "text/html");
  const target = source.createElement("div");
  const flattener = new Flattener(source, target, new Map());
  for (const child of source.body.childNodes) flattener.read(child, { attributes: {}, listDepth: -1, pre: false });
  flattener.end();
  return { html: target.innerHTML, pictures: flattener.pictures };
}
