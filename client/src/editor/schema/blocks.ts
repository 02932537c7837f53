/** The nodes of the document, as the editor's library wants them. What they are is told in `@parley/document`. */
import { must } from "@parley/base";
import { type NodeSpec, nodeSpecs } from "@parley/document";
import { Node, mergeAttributes } from "@tiptap/core";
import type { DOMOutputSpec, Node as ProseMirrorNode, TagParseRule } from "@tiptap/pm/model";
import { attributesFor } from "./attributes.ts";

const spec = (name: string): NodeSpec => must(nodeSpecs[name], `the schema has a node ${name}`);

/** Content and group as stated by the schema; an absent one must stay absent. */
function shape(name: string): { content?: string; group?: string } {
  const { content, group } = spec(name);
  return { ...(content === null ? {} : { content }), ...(group === null ? {} : { group }) };
}

export const DocumentNode = Node.create({ name: "doc", topNode: true, ...shape("doc") });

export const TextNode = Node.create({ name: "text", group: "inline" });

/** The tag that tells a screen reader what the paragraph is. */
function paragraphTag(node: ProseMirrorNode): string {
  const { style, level } = node.attrs as { style: string | null; level: number | null };
  if (style === "heading") return `h${level ?? 1}`;
  if (style === "title") return "h1";
  return style === "code" ? "pre" : "p";
}

const headingRules: TagParseRule[] = [1, 2, 3, 4, 5, 6].map((level) => ({
  tag: `h${level}`,
  getAttrs: (element) => (element.dataset["style"] === "title" ? {} : { style: "heading", level }),
}));

export const ParagraphNode = Node.create({
  name: "paragraph",
  priority: 1000,
  ...shape("paragraph"),
  // A line break is a character of the text, so white space is content.
  whitespace: "pre",
  addAttributes: () => attributesFor(spec("paragraph").attributes),
  // A sign that was copied along for other programs; here the structure says it.
  parseHTML: () => [
    { tag: "span[data-sign]", ignore: true },
    ...headingRules,
    { tag: "pre", getAttrs: () => ({ style: "code" }) },
    { tag: "p" },
  ],
  renderHTML({ node, HTMLAttributes }): DOMOutputSpec {
    const check =
      node.attrs["list"] === "check"
        ? { role: "checkbox", "aria-checked": String(node.attrs["checked"] === true) }
        : {};
    return [paragraphTag(node), mergeAttributes(HTMLAttributes, check), 0];
  },
});

export const ImageNode = Node.create({
  name: "image",
  ...shape("image"),
  atom: true,
  draggable: true,
  addAttributes: () => attributesFor(spec("image").attributes),
  parseHTML: () => [{ tag: "figure[data-image-id]" }],
  renderHTML: ({ HTMLAttributes }): DOMOutputSpec => ["figure", HTMLAttributes],
});

export const HorizontalRuleNode = Node.create({
  name: "horizontalRule",
  ...shape("horizontalRule"),
  atom: true,
  parseHTML: () => [{ tag: "hr" }],
  renderHTML: (): DOMOutputSpec => ["hr"],
});

export const PageBreakNode = Node.create({
  name: "pageBreak",
  ...shape("pageBreak"),
  atom: true,
  parseHTML: () => [{ tag: "div[data-page-break]" }],
  renderHTML: (): DOMOutputSpec => ["div", { "data-page-break": "", role: "separator" }],
});

export const SignatureBlockNode = Node.create({
  name: "signatureBlock",
  ...shape("signatureBlock"),
  atom: true,
  draggable: true,
  addAttributes: () => attributesFor(spec("signatureBlock").attributes),
  parseHTML: () => [{ tag: "div[data-signature]" }],
  renderHTML: ({ HTMLAttributes }): DOMOutputSpec => ["div", mergeAttributes(HTMLAttributes, { "data-signature": "" })],
});

/** What the table commands go by; the schema of `@parley/document` does not know it. */
const tableRole = (role: string): { extendNodeSchema: (extension: { name: string }) => Record<string, unknown> } => ({
  extendNodeSchema: (extension) => (extension.name === roleOwners[role] ? { tableRole: role } : {}),
});
const roleOwners: Readonly<Record<string, string>> = {
  table: "table",
  row: "tableRow",
  cell: "tableCell",
  header_cell: "tableHeader",
};

export const TableNode = Node.create({
  name: "table",
  ...shape("table"),
  isolating: true,
  ...tableRole("table"),
  parseHTML: () => [{ tag: "table" }],
  renderHTML: (): DOMOutputSpec => ["table", ["tbody", 0]],
});

export const TableRowNode = Node.create({
  name: "tableRow",
  ...shape("tableRow"),
  ...tableRole("row"),
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: (): DOMOutputSpec => ["tr", 0],
});

function cellTag(tag: "td" | "th"): { tag: string; getAttrs: (element: HTMLElement) => Record<string, unknown> }[] {
  return [
    {
      tag,
      getAttrs: (element) => {
        const span = (name: "colspan" | "rowspan", most: number): number =>
          Math.min(most, Math.max(1, Number.parseInt(element.getAttribute(name) ?? "1", 10) || 1));
        return { colspan: span("colspan", 100), rowspan: span("rowspan", 1_000) };
      },
    },
  ];
}

function renderCell(tag: "td" | "th", node: ProseMirrorNode): DOMOutputSpec {
  const { colspan, rowspan, colwidth } = node.attrs as {
    colspan: number;
    rowspan: number;
    colwidth: readonly (number | null)[] | null;
  };
  return [
    tag,
    {
      ...(colspan === 1 ? {} : { colspan: String(colspan) }),
      ...(rowspan === 1 ? {} : { rowspan: String(rowspan) }),
      ...(colwidth === null ? {} : { "data-colwidth": JSON.stringify(colwidth) }),
      ...(tag === "th" ? { scope: "col" } : {}),
    },
    0,
  ];
}

export const TableCellNode = Node.create({
  name: "tableCell",
  ...shape("tableCell"),
  isolating: true,
  ...tableRole("cell"),
  addAttributes: () => attributesFor(spec("tableCell").attributes),
  parseHTML: () => cellTag("td"),
  renderHTML: ({ node }) => renderCell("td", node),
});

export const TableHeaderNode = Node.create({
  name: "tableHeader",
  ...shape("tableHeader"),
  isolating: true,
  ...tableRole("header_cell"),
  addAttributes: () => attributesFor(spec("tableHeader").attributes),
  parseHTML: () => cellTag("th"),
  renderHTML: ({ node }) => renderCell("th", node),
});
