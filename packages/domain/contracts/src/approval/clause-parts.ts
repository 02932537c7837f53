/**
 * A text as clauses: what stands before the first one, the clauses, annexes, and the signatures.
 *
 * A clause begins at a top-level numbered paragraph, or, where the text has headings, at each of these; its sub-paragraphs, tables and
 * pictures belong to it. What is compared is what the text says: numbers computed from structure and labels of cross-references are not part of
 * it, so that renumbering is no change. Struck-through, raised and lowered letters are told apart, as they change what is said.
 */
import {
  type Attributes,
  type BlockContent,
  type DocumentContent,
  type ParagraphContent,
  createNumberer,
  paragraphText,
} from "@parley/document";

type PartKind = "preamble" | "clause" | "annex" | "closing";

/** One clause, or what stands around them. */
export interface ClausePart {
  readonly kind: PartKind;
  /** Index of its first block among the text's top-level blocks. */
  readonly firstBlock: number;
  /** The attribute `clause` of its first paragraph. */
  readonly id: string | null;
  /** Its number as it is shown, or as it was typed; empty for none. */
  readonly label: string;
  /** Its first line, without the number. */
  readonly title: string;
  /** Its words, a line for each paragraph or row. */
  readonly text: string;
  /** Variables that stand in it, by name, with the forms in which they do. */
  readonly variables: readonly { readonly name: string; readonly form: string | null }[];
  /** The entry of the library it came from, as it says itself. */
  readonly library: string | null;
}

/**
 * Numbers that somebody typed in front of a clause; they are not what it says. A sentence that begins with the number of another clause is none:
 * after the number there is a space, a colon or nothing, and after an English one a full stop or a colon.
 */
const typedLabel =
  /^\s*(第[一二三四五六七八九十百零〇\d]+[条章](?=[\s:：]|$)|(?:article|section|clause)\s+(?:\d+|[IVXLC]+)(?=[.:](?!\d)|\s*$))[\s.:：]*/iu;
const annexHead = /^\s*(附件|附录|附表|annex|appendix|schedule|exhibit)(?![a-z])/iu;
/** Longer lines are no heads of annexes but sentences about them. */
const LONGEST_ANNEX_HEAD = 60;

interface Building {
  readonly kind: PartKind;
  readonly firstBlock: number;
  readonly head: ParagraphContent | null;
  readonly label: string;
  readonly lines: string[];
  readonly variables: Map<string, { readonly name: string; readonly form: string | null }>;
}

/** Splits a text into its clauses, in their order. Parts without a word are left out. */
export function clauseParts(content: DocumentContent): readonly ClausePart[] {
  const numberer = createNumberer();
  const hasHeads = content.blocks.some(
    (block) => block.type === "paragraph" && isHeading(block) && !isTopTitle(block, content),
  );
  const parts: Building[] = [];
  let part = begin("preamble", 0, null, "");
  let index = 0;
  const next = (kind: PartKind, head: ParagraphContent | null, label: string): void => {
    parts.push(part);
    part = begin(kind, index, head, label);
  };
  for (const block of content.blocks) {
    if (block.type === "signatureBlock" && part.kind !== "closing") next("closing", null, "");
    if (block.type === "paragraph") {
      const label = numberer.next(block.attributes ?? {}) ?? "";
      if (isAnnexHead(block)) next("annex", block, label);
      else if (part.kind !== "annex" && part.kind !== "closing" && beginsClause(block, content, hasHeads))
        next("clause", block, label || (typedLabel.exec(paragraphText(block))?.[1] ?? ""));
    }
    take(part, block);
    index += 1;
  }
  parts.push(part);
  return parts.map(finished).filter(({ text }) => text.trim() !== "");
}

function begin(kind: PartKind, firstBlock: number, head: ParagraphContent | null, label: string): Building {
  return { kind, firstBlock, head, label, lines: [], variables: new Map() };
}

function finished({ kind, firstBlock, head, label, lines, variables }: Building): ClausePart {
  const [title = ""] = lines;
  const attribute = (name: string): string | null => {
    const value = head?.attributes?.[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  return {
    kind,
    firstBlock,
    id: attribute("clause"),
    label,
    title,
    text: lines.join("\n"),
    variables: [...variables.values()],
    library: attribute("library"),
  };
}

const isHeading = ({ attributes }: ParagraphContent): boolean => attributes?.["style"] === "heading";
const depthOf = (attributes: Attributes | undefined): number =>
  typeof attributes?.["depth"] === "number" ? attributes["depth"] : 0;

/** Whether a heading names the whole: the first block with words, above all other headings. */
function isTopTitle(paragraph: ParagraphContent, { blocks }: DocumentContent): boolean {
  const paragraphs = blocks.filter((block) => block.type === "paragraph" && paragraphText(block).trim() !== "");
  const level = (block: BlockContent): number => {
    const value = block.type === "paragraph" ? block.attributes?.["level"] : undefined;
    return typeof value === "number" ? value : 1;
  };
  const others = paragraphs.filter((block) => block !== paragraph && block.type === "paragraph" && isHeading(block));
  return paragraphs[0] === paragraph && others.every((other) => level(other) > level(paragraph));
}

function beginsClause(paragraph: ParagraphContent, content: DocumentContent, hasHeads: boolean): boolean {
  const { attributes } = paragraph;
  const text = paragraphText(paragraph);
  if (depthOf(attributes) > 0 || text.trim() === "") return false;
  if (isHeading(paragraph)) return !isTopTitle(paragraph, content);
  if (typeof attributes?.["clause"] === "string" || typedLabel.test(text)) return true;
  return !hasHeads && attributes?.["list"] === "number";
}

function isAnnexHead(paragraph: ParagraphContent): boolean {
  const text = paragraphText(paragraph).trim();
  return (
    annexHead.test(text) &&
    text.length <= LONGEST_ANNEX_HEAD &&
    depthOf(paragraph.attributes) === 0 &&
    (isHeading(paragraph) || paragraph.attributes?.["style"] === "title" || !/[。；;.，,]$/u.test(text))
  );
}

function take(part: Building, block: BlockContent): void {
  switch (block.type) {
    case "paragraph": {
      const line = spoken(part, block);
      const withoutLabel = block === part.head ? line.replace(typedLabel, "") : line;
      if (withoutLabel.trim() !== "") part.lines.push(withoutLabel.trim());
      return;
    }
    case "table":
      for (const row of block.rows)
        part.lines.push(
          row.cells.map((cell) => cell.blocks.map((each) => spokenBlock(part, each)).join(" / ")).join(" | "),
        );
      return;
    case "image":
    case "signatureBlock":
      part.lines.push(leafWords(block.type, block.attributes));
      return;
    case "horizontalRule":
    case "pageBreak":
      return;
  }
}

function spokenBlock(part: Building, block: BlockContent): string {
  if (block.type === "paragraph") return spoken(part, block);
  if (block.type !== "table") return leafWords(block.type, block.attributes);
  return block.rows
    .map((row) => row.cells.flatMap((cell) => cell.blocks.map((each) => spokenBlock(part, each))).join(" | "))
    .join(" / ");
}

function leafWords(type: string, attributes: Attributes = {}): string {
  const told = ["imageId", "alt", "label", "organisation"].flatMap((name) => attributes[name] ?? []);
  return `[${[type, ...told].join(" ")}]`;
}

/** How a paragraph reads. The label of a cross-reference follows numbering; which clause it names does not. */
function spoken(part: Building, { runs }: ParagraphContent): string {
  return runs
    .map(({ text, marks = {} }) => {
      const { variable, reference } = marks;
      if (typeof variable?.["name"] === "string") {
        const form = typeof variable["form"] === "string" ? variable["form"] : null;
        part.variables.set(`${variable["name"]} ${form ?? ""}`, { name: variable["name"], form });
      }
      if (typeof reference?.["clause"] === "string") return `[→${reference["clause"]}]`;
      const said = text.replaceAll("\n", " ");
      if (marks["strike"]) return `[-${said}-]`;
      if (marks["superscript"]) return `^{${said}}`;
      return marks["subscript"] ? `_{${said}}` : said;
    })
    .join("");
}
