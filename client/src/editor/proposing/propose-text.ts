/**
 * Plans how a change of neighbouring paragraphs becomes a proposal.
 *
 * The paragraphs are read as one line of characters in which the end of each paragraph is a character, too. So breaking, joining,
 * replacing over several paragraphs and pasting some are all the same: characters that went and characters that came.
 */
import { must } from "@parley/base";
import { clauseAttributes } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import { type TextReplacement, textDifference } from "../binding/text-difference.ts";
import type { CaretHint } from "../binding/kept-caret.ts";
import { matchGap } from "../binding/write-content.ts";
import { type Formatting, type Run, runsOf } from "../binding/write-text.ts";
import { type NewRun, UnproposableChange } from "./proposal-plan.ts";
import { type Gap, type ProposingContext, type ShownBlock, caretIn, planAttributes } from "./proposing-context.ts";

/** Characters that no text holds: the end of a paragraph, and blocks that are none. */
const END = "\u{FDD0}";
const FIRST_BLOCK = 0xfdd1;
const LAST_BLOCK = 0xfdef;
const RESERVED = /[\u{FDD0}-\u{FDEF}]/u;
const BREAK = "\u2029";

/** A block in the line: its text, and one character for its end. */
interface Stretch<Block> {
  readonly block: Block;
  readonly node: Node;
  readonly start: number;
  readonly length: number;
  readonly isText: boolean;
}

interface Line<Block> {
  readonly text: string;
  readonly stretches: readonly Stretch<Block>[];
}

/** Plans a gap in which blocks became fewer or more, or the one paragraph whose text changed. `onKept` plans what is no paragraph. */
export function planText(gap: Gap, context: ProposingContext, onKept: (block: ShownBlock, node: Node) => void): void {
  const names = nameBlocks(gap);
  const before = lineOf(gap.before, ({ node }) => node, names);
  const after = lineOf(gap.after, (node) => node, names);
  const caret = caretOffset(after, context);
  const known = replacedPlaces(before, after, context) ?? replacedSelection(before, after, context);
  const changes = (known ?? textDifference(before.text, after.text, caret)).map((change) => slide(change, before.text));
  new TextPlanner(gap, context, before, after, changes, caret).plan(onKept);
}

function nameBlocks({ before, after }: Gap): ReadonlyMap<Node, string> {
  const names = new Map<Node, string>();
  let code = FIRST_BLOCK;
  const name = (): string => {
    if (code > LAST_BLOCK) throw new UnproposableChange("mixed");
    return String.fromCharCode(code++);
  };
  const shown = before.map(({ node }) => node);
  if (![...shown, ...after].some((node) => !node.isTextblock)) return names;
  for (const { old, node } of matchGap(shown, after)) {
    const was = old === null ? null : (shown[old] ?? null);
    if ((was ?? node)?.isTextblock !== false) continue;
    const each = name();
    if (was) names.set(was, each);
    if (node) names.set(node, each);
  }
  return names;
}

function lineOf<Block>(
  blocks: readonly Block[],
  nodeOf: (block: Block) => Node,
  names: ReadonlyMap<Node, string>,
): Line<Block> {
  let text = "";
  const stretches = blocks.map((block) => {
    const node = nodeOf(block);
    const start = text.length;
    const words = node.isTextblock ? node.textContent : "";
    if (RESERVED.test(words)) throw new UnproposableChange("characters");
    text += words + (node.isTextblock ? END : must(names.get(node), "every other block has a name"));
    return { block, node, start, length: words.length, isText: node.isTextblock };
  });
  return { text, stretches };
}

function caretOffset(after: Line<Node>, { caret }: ProposingContext): number | null {
  const stretch = caret && after.stretches.find(({ node }) => node === caret.paragraph);
  return stretch && caret ? stretch.start + caret.offset : null;
}

/** Words that were found and replaced go whole, each for itself; what stands between them is not touched. */
function replacedPlaces(
  before: Line<ShownBlock>,
  after: Line<Node>,
  { replaced }: ProposingContext,
): TextReplacement[] | null {
  if (replaced.length === 0) return null;
  const starts = new Map(before.stretches.map(({ node, start }) => [node, start]));
  const changes: TextReplacement[] = [];
  let [text, kept] = ["", 0];
  for (const { paragraph, from, to, insert } of replaced) {
    const start = starts.get(paragraph);
    if (start === undefined) continue;
    changes.push({ from: start + from, to: start + to, insert });
    text += before.text.slice(kept, start + from) + insert;
    kept = start + to;
  }
  return changes.length > 0 && text + before.text.slice(kept) === after.text ? changes : null;
}

/** What was selected and written over is replaced whole, also where old and new words have letters in common. */
function replacedSelection(
  before: Line<ShownBlock>,
  after: Line<Node>,
  { selectionBefore }: ProposingContext,
): TextReplacement[] | null {
  const offsetOf = ({ paragraph, offset }: CaretHint): number => {
    const stretch = before.stretches.find(({ node }) => node === paragraph);
    return stretch ? stretch.start + offset : -1;
  };
  if (selectionBefore === null) return null;
  const [from, to] = [offsetOf(selectionBefore.from), offsetOf(selectionBefore.to)];
  const behind = before.text.slice(to);
  const end = after.text.length - behind.length;
  if (from < 0 || to <= from || end <= from) return null;
  if (!after.text.startsWith(before.text.slice(0, from)) || !after.text.endsWith(behind)) return null;
  const insert = after.text.slice(from, end);
  return insert === before.text.slice(from, to) ? null : [{ from, to, insert }];
}

/** A paragraph that came or went whole is said so: not the end of the one before it and its words, but its words and its end. */
function slide(change: TextReplacement, text: string): TextReplacement {
  const { from, to, insert } = change;
  if (insert === "" && text[from] === END && text[to] === END) return { from: from + 1, to: to + 1, insert };
  if (from === to && insert.startsWith(END) && text[from] === END)
    return { from: from + 1, to: to + 1, insert: insert.slice(1) + END };
  return change;
}

const isEnd = (character: string | undefined): boolean => character !== undefined && RESERVED.test(character);
const endsIn = (text: string): number => Array.from(text).filter(isEnd).length;

class TextPlanner {
  private readonly gap: Gap;
  private readonly context: ProposingContext;
  private readonly before: Line<ShownBlock>;
  private readonly after: Line<Node>;
  private readonly changes: readonly TextReplacement[];
  private readonly caret: number | null;

  constructor(
    gap: Gap,
    context: ProposingContext,
    before: Line<ShownBlock>,
    after: Line<Node>,
    changes: readonly TextReplacement[],
    caret: number | null,
  ) {
    this.gap = gap;
    this.context = context;
    this.before = before;
    this.after = after;
    this.changes = changes;
    this.caret = caret;
  }

  plan(onKept: (block: ShownBlock, node: Node) => void): void {
    let shift = 0;
    const placed = this.changes.map((change) => {
      const at = change.from + shift;
      shift += change.insert.length - (change.to - change.from);
      return { change, at };
    });
    this.planKept(onKept);
    for (const { change, at } of placed.toReversed()) {
      if (change.insert !== "") this.planInsertion(change, at);
      if (change.to > change.from) this.planDeletion(change, at);
    }
  }

  /** Blocks whose end stayed are the same blocks: their attributes and the formatting of what stayed in them are compared. */
  private planKept(onKept: (block: ShownBlock, node: Node) => void): void {
    let [oldAt, newAt] = [0, 0];
    for (const { from, to, insert } of [...this.changes, { from: this.before.text.length, to: 0, insert: "" }]) {
      this.compareFormatting(oldAt, newAt, from - oldAt);
      for (const stretch of this.before.stretches) {
        const end = stretch.start + stretch.length;
        if (end < oldAt || end >= from) continue;
        const at = end - oldAt + newAt;
        const same = this.after.stretches.find((each) => each.start + each.length === at);
        if (!same || same.node === stretch.node) continue;
        if (stretch.isText) planAttributes(stretch.block, this.asClause(stretch, same.node), this.context.plan);
        else onKept(stretch.block, same.node);
      }
      newAt += from - oldAt + insert.length;
      oldAt = to;
    }
  }

  /** A paragraph of which a first part breaks away as the clause stays it until the break is agreed on: then the clause is in the first part. */
  private asClause({ node: shown }: Stretch<ShownBlock>, node: Node): Node {
    const moved = clauseAttributes.filter((name) => shown.attrs[name] !== null && node.attrs[name] === null);
    const breaksAway = this.after.stretches.some(
      (each) => each.node !== node && each.isText && moved.every((name) => each.node.attrs[name] === shown.attrs[name]),
    );
    if (moved.length === 0 || !breaksAway) return node;
    const kept = Object.fromEntries(moved.map((name) => [name, shown.attrs[name] as unknown]));
    return node.type.create({ ...node.attrs, ...kept }, node.content, node.marks);
  }

  private compareFormatting(oldAt: number, newAt: number, length: number): void {
    for (const stretch of this.before.stretches) {
      if (!stretch.isText || stretch.start + stretch.length <= oldAt || stretch.start >= oldAt + length) continue;
      for (const old of runsOf(stretch.node)) {
        for (const each of this.after.stretches) {
          if (!each.isText || each.node === stretch.node) continue;
          for (const run of runsOf(each.node)) {
            const from = Math.max(stretch.start + old.from - oldAt, each.start + run.from - newAt, 0);
            const to = Math.min(stretch.start + old.to - oldAt, each.start + run.to - newAt, length);
            if (from >= to) continue;
            const offset = oldAt - stretch.start;
            this.context.plan.format(stretch.block.element, from + offset, to + offset, old.formatting, run.formatting);
          }
        }
      }
    }
  }

  private planInsertion({ from, to, insert }: TextReplacement, at: number): void {
    const { plan } = this.context;
    const stretch = this.stretchAt(to);
    const offset = stretch ? to - stretch.start : 0;
    const startsBlock = this.after.stretches.some(({ start }) => start === at);
    if (!isStructural(insert)) {
      if (!stretch?.isText) throw new UnproposableChange("mixed");
      // What others put in the place of the same words came first, and stands first.
      const place =
        from < to
          ? Math.min(
              plan.own.behindReplacements(stretch.block.element, Math.max(0, from - stretch.start), offset),
              this.freeUntil(stretch, to),
            )
          : offset;
      this.planWords(stretch, place, insert, at);
    } else if (offset === 0 && startsBlock) {
      const whole = lastEnd(insert) + 1;
      const blocks = this.blocksFrom(at, endsIn(insert.slice(0, whole)));
      plan.addBlocks(this.gap.parent, stretch?.block.element ?? this.gap.next, blocks, caretIn(blocks, this.context));
      const rest = insert.slice(whole);
      if (rest === "") return;
      if (!stretch?.isText) throw new UnproposableChange("mixed");
      this.planWords(stretch, 0, rest, at + whole);
    } else if (!stretch?.isText) throw new UnproposableChange("mixed");
    else if (offset === stretch.length && from === to) this.planAtEnd(stretch, insert, at);
    else if (plan.own.isWhollyOwn(stretch.block.element)) this.planSplit(stretch, offset, insert, at);
    else {
      // A break in agreed text is a character that waits; no other block can stand inside a paragraph.
      if (hasOtherBlocks(insert)) throw new UnproposableChange("blockInside");
      this.planWords(stretch, offset, insert, at);
    }
  }

  /** Up to which offset of a paragraph nothing else changes behind a change that ends at `to`. */
  private freeUntil({ start, length }: Stretch<ShownBlock>, to: number): number {
    const next = this.changes.find((change) => change.from >= to);
    return Math.min(length, next ? next.from - start : length);
  }

  /** Words at the end of a paragraph, and whole paragraphs behind it. */
  private planAtEnd(stretch: Stretch<ShownBlock>, insert: string, at: number): void {
    const words = insert.search(RESERVED);
    if (words > 0) this.planWords(stretch, stretch.length, insert.slice(0, words), at);
    if (insert[words] !== END) throw new UnproposableChange("mixed");
    const blocks = this.blocksFrom(at + words + 1, endsIn(insert));
    const index = this.before.stretches.indexOf(stretch);
    const following = this.before.stretches[index + 1]?.block.element ?? this.gap.next;
    this.context.plan.addBlocks(this.gap.parent, following, blocks, caretIn(blocks, this.context));
  }

  private planSplit(stretch: Stretch<ShownBlock>, offset: number, insert: string, at: number): void {
    const others = this.changes.filter((change) => this.isStructuralChange(change));
    if (others.length > 1) throw new UnproposableChange("mixed");
    const words = insert.search(RESERVED);
    const blocks = this.blocksFrom(at + words + 1, endsIn(insert));
    this.context.plan.split(stretch.block.element, offset, blocks, caretIn(blocks, this.context));
    if (words > 0) this.planWords(stretch, offset, insert.slice(0, words), at);
  }

  private isStructuralChange({ from, to, insert }: TextReplacement): boolean {
    return isStructural(insert) || isStructural(this.before.text.slice(from, to));
  }

  /** Words without a block among them; the end of a paragraph becomes a break. */
  private planWords(stretch: Stretch<ShownBlock>, offset: number, words: string, at: number): void {
    const runs = this.runsIn(at, words);
    const within = this.caret === null ? -1 : this.caret - at;
    this.context.plan.insert(stretch.block.element, offset, runs, {
      inherited: formattingBefore(stretch.node, offset),
      caret: within >= 0 && within <= words.length ? within : null,
    });
  }

  /** What came in `[at, at + words.length)`, with its formatting. */
  private runsIn(at: number, words: string): NewRun[] {
    const end = at + words.length;
    const runs: NewRun[] = [];
    for (const { start, length, node } of this.after.stretches) {
      for (const run of node.isTextblock ? runsOf(node) : []) {
        const from = Math.max(at, start + run.from);
        const to = Math.min(end, start + run.to);
        if (from < to)
          runs.push({
            text: run.text.slice(from - start - run.from, to - start - run.from),
            formatting: run.formatting,
          });
      }
      const last = start + length;
      if (last >= at && last < end) runs.push({ text: BREAK, formatting: runs.at(-1)?.formatting ?? {} });
    }
    return runs;
  }

  private planDeletion(change: TextReplacement, at: number): void {
    const { plan } = this.context;
    const { from, to } = change;
    const { stretches } = this.before;
    const first = must(this.stretchAt(from), "what went stood somewhere");
    const group = isStructural(this.before.text.slice(from, to)) ? plan.group : null;
    if (change.insert === "") this.planCaret(first, change, at);
    const opensInside = from > first.start;
    for (const stretch of stretches.toReversed()) {
      const end = stretch.start + stretch.length;
      if (stretch.start >= to || end < from) continue;
      const endGoes = to > end;
      if (!stretch.isText || (endGoes && from <= stretch.start && !opensInside)) {
        if (endGoes) plan.removeBlock(stretch.block.element);
        continue;
      }
      const [start, stop] = [Math.max(from, stretch.start), Math.min(to, end)];
      if (start < stop) plan.strike(stretch.block.element, start - stretch.start, stop - stretch.start, group);
      if (!endGoes) continue;
      const next = stretches.find((each) => each.isText && each.start > end);
      if (!next) throw new UnproposableChange("mixed");
      plan.join(next.block.element, stretch.block.element);
    }
  }

  /** What is struck stays in its place. Deleting backwards leaves the caret before it, deleting forwards behind it. */
  private planCaret(first: Stretch<ShownBlock>, { from, to }: TextReplacement, at: number): void {
    if (this.caret !== at || !first.isText) return;
    const { selectionBefore, plan } = this.context;
    const forwards = selectionBefore?.to.paragraph === first.node && selectionBefore.to.offset <= from - first.start;
    const behind = forwards ? this.stretchAt(to) : first;
    if (behind?.isText) plan.putCaret(behind.block.element, (forwards ? to : from) - behind.start);
  }

  private stretchAt(offset: number): Stretch<ShownBlock> | undefined {
    return this.before.stretches.find(({ start, length }) => offset >= start && offset <= start + length);
  }

  private blocksFrom(at: number, count: number): Node[] {
    const index = this.after.stretches.findIndex(({ start }) => start === at);
    if (index < 0) throw new UnproposableChange("mixed");
    return this.after.stretches.slice(index, index + count).map(({ node }) => node);
  }
}

function isStructural(text: string): boolean {
  return RESERVED.test(text);
}

function hasOtherBlocks(text: string): boolean {
  return Array.from(text).some((character) => character !== END && isEnd(character));
}

function lastEnd(text: string): number {
  let at = text.length - 1;
  while (at >= 0 && !isEnd(text[at])) at--;
  return at;
}

/** The formatting that a character inherits which is put in at `offset`. */
function formattingBefore(paragraph: Node, offset: number): Formatting {
  const run: Run | undefined = runsOf(paragraph).find(({ from, to }) => offset > from && offset <= to);
  return run?.formatting ?? {};
}
