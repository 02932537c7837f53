/** The marks of the document, as the editor's library wants them. What they are is told in `@parley/document`. */
import { must } from "@parley/base";
import { type MarkSpec, isSafeHref, markSpecs } from "@parley/document";
import { Mark, mergeAttributes } from "@tiptap/core";
import type { DOMOutputSpec, ParseRule } from "@tiptap/pm/model";
import { attributesFor } from "./attributes.ts";

const spec = (name: string): MarkSpec => must(markSpecs[name], `the schema has a mark ${name}`);

function shape(name: string): { inclusive: boolean; excludes?: string } {
  const { inclusive, excludes } = spec(name);
  // A mark that names what it excludes must name itself, too, or it could stand twice on the same text.
  return { inclusive, ...(excludes === null ? {} : { excludes: excludes === "_" ? "_" : `${name} ${excludes}` }) };
}

function plainMark(name: string, tag: string, rules: readonly ParseRule[]): Mark {
  return Mark.create({
    name,
    ...shape(name),
    parseHTML: () => rules,
    renderHTML: (): DOMOutputSpec => [tag, 0],
  });
}

export const BoldMark = plainMark("bold", "strong", [
  { tag: "strong" },
  { tag: "b", getAttrs: (element) => (element.style.fontWeight === "normal" ? false : null) },
  { style: "font-weight", getAttrs: (value) => (/^(bold(er)?|[6-9]\d{2})$/.test(value) ? null : false) },
]);

export const ItalicMark = plainMark("italic", "em", [
  { tag: "em" },
  { tag: "i", getAttrs: (element) => (element.style.fontStyle === "normal" ? false : null) },
  { style: "font-style=italic" },
]);

export const UnderlineMark = plainMark("underline", "u", [
  { tag: "u" },
  { style: "text-decoration", consuming: false, getAttrs: (value) => (value.includes("underline") ? null : false) },
]);

export const StrikeMark = plainMark("strike", "s", [
  { tag: "s" },
  { tag: "del" },
  { tag: "strike" },
  { style: "text-decoration", consuming: false, getAttrs: (value) => (value.includes("line-through") ? null : false) },
]);

export const CodeMark = plainMark("code", "code", [{ tag: "code" }]);
export const SuperscriptMark = plainMark("superscript", "sup", [{ tag: "sup" }, { style: "vertical-align=super" }]);
export const SubscriptMark = plainMark("subscript", "sub", [{ tag: "sub" }, { style: "vertical-align=sub" }]);

export const HighlightMark = Mark.create({
  name: "highlight",
  ...shape("highlight"),
  addAttributes: () => attributesFor(spec("highlight").attributes),
  parseHTML: () => [{ tag: "mark" }],
  renderHTML: ({ HTMLAttributes }): DOMOutputSpec => ["mark", HTMLAttributes, 0],
});

export const LinkMark = Mark.create({
  name: "link",
  ...shape("link"),
  addAttributes: () => ({
    href: { default: null, parseHTML: (element: HTMLElement) => element.getAttribute("href") },
  }),
  parseHTML: () => [
    { tag: "a[href]", getAttrs: (element) => (isSafeHref(element.getAttribute("href") ?? "") ? null : false) },
  ],
  renderHTML({ HTMLAttributes }): DOMOutputSpec {
    const href =
      typeof HTMLAttributes["href"] === "string" && isSafeHref(HTMLAttributes["href"]) ? HTMLAttributes["href"] : null;
    return ["a", { ...(href === null ? {} : { href }), rel: "noopener noreferrer nofollow", target: "_blank" }, 0];
  },
});

export const MentionMark = Mark.create({
  name: "mention",
  ...shape("mention"),
  addAttributes: () => attributesFor(spec("mention").attributes),
  parseHTML: () => [{ tag: "span[data-person-id]" }],
  renderHTML: ({ HTMLAttributes }): DOMOutputSpec => [
    "span",
    mergeAttributes(HTMLAttributes, { class: "parley-mention" }),
    0,
  ],
});

/** A value of the contract; what it is called and what a click does is said from outside (variables/variable-face.ts). */
export const VariableMark = Mark.create({
  name: "variable",
  ...shape("variable"),
  addAttributes: () => attributesFor(spec("variable").attributes),
  parseHTML: () => [{ tag: "span.parley-variable" }],
  renderHTML: ({ HTMLAttributes }): DOMOutputSpec => [
    "span",
    mergeAttributes(HTMLAttributes, { class: "parley-variable" }),
    0,
  ],
});

/** A reference to a clause; its present label is put over the text by a decoration (references/references-plugin.ts). */
export const ReferenceMark = Mark.create({
  name: "reference",
  ...shape("reference"),
  addAttributes: () => attributesFor(spec("reference").attributes),
  parseHTML: () => [{ tag: "span.parley-reference" }],
  renderHTML: ({ HTMLAttributes }): DOMOutputSpec => [
    "span",
    mergeAttributes(HTMLAttributes, { class: "parley-reference" }),
    0,
  ],
});
