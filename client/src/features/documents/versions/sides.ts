/**
 * The two versions of a comparison beside each other: what of it stands on which side.
 *
 * Invariant: every block and every word of a version is on its side once, in the order of that version, and nothing else is.
 */
import { type Attributes, type Numberer, createNumberer } from "@parley/document";
import {
  type BlockNode,
  type ComparedBlockAnswer,
  type ComparedPieceAnswer,
  type Stops,
  formerAttributes,
  movedWordsPlaces,
} from "@parley/documents";

export type ComparedSide = "old" | "new";

/** What stands beside each other; `null` where a version has nothing in that place. */
export interface SideRow {
  readonly old: BlockNode | null;
  readonly new: BlockNode | null;
}

/** The blocks of a comparison in rows. What came stands beside what went before it. */
export function sideRows(nodes: readonly BlockNode[]): SideRow[] {
  const rows: SideRow[] = [];
  let gone: BlockNode[] = [];
  let came: BlockNode[] = [];
  const flush = (): void => {
    for (let at = 0; at < Math.max(gone.length, came.length); at++)
      rows.push({ old: gone[at] ?? null, new: came[at] ?? null });
    [gone, came] = [[], []];
  };
  for (const node of nodes) {
    const { fate } = node.block;
    if (fate === "kept") {
      flush();
      rows.push({ old: node, new: node });
    } else if (fate === "removed" || fate === "left") {
      if (came.length > 0) flush();
      gone.push(node);
    } else came.push(node);
  }
  flush();
  return rows;
}

export type MovedBlocks = ReadonlyMap<string, BlockNode>;

/** The blocks that moved, by what the places where they were say of them. */
export function movedBlocks(nodes: readonly BlockNode[]): MovedBlocks {
  const moved = new Map<string, BlockNode>();
  const visit = (node: BlockNode): void => {
    const { fate, moved: name } = node.block;
    if (fate === "moved" && name !== undefined) moved.set(name, node);
    node.children.forEach(visit);
  };
  nodes.forEach(visit);
  return moved;
}

/** Where something was and is: its numbers there, and whether it went down the text. */
export type MovedPlaces = ReadonlyMap<
  string,
  { readonly from: string | undefined; readonly to: string | undefined; readonly isDown: boolean }
>;

/** Both places of every block that moved, by its name. */
export function movedPlaces(nodes: readonly BlockNode[], moved: MovedBlocks): MovedPlaces {
  const [old, now] = [numberLabels(nodes, "old", moved), numberLabels(nodes, "new", moved)];
  const left = new Set<string>();
  const places = new Map<string, { from: string | undefined; to: string | undefined; isDown: boolean }>();
  const visit = ({ block, children }: BlockNode): void => {
    const { fate, moved: name } = block;
    if (fate === "left" && name !== undefined) left.add(name);
    if (fate === "moved" && name !== undefined)
      places.set(name, { from: old.get(block), to: now.get(block), isDown: left.has(name) });
    children.forEach(visit);
  };
  nodes.forEach(visit);
  return places;
}

/** Where words that moved between two paragraphs were and are, by their stops. */
export type MovedWordsNumbers = ReadonlyMap<
  number,
  { readonly from: string | undefined; readonly to: string | undefined; readonly isDown: boolean }
>;

/** The numbers of both paragraphs between which words moved, by the words' stops. */
export function movedWordsNumbers(
  nodes: readonly BlockNode[],
  blocks: readonly ComparedBlockAnswer[],
  stops: Stops,
): MovedWordsNumbers {
  const places = [...movedWordsPlaces(blocks, stops)].filter(([, { left, arrived }]) => left !== arrived);
  if (places.length === 0) return new Map();
  const moved = movedBlocks(nodes);
  const [old, now] = [numberLabels(nodes, "old", moved), numberLabels(nodes, "new", moved)];
  return new Map(
    places.map(([stop, { left, arrived, isDown }]) => [stop, { from: old.get(left), to: now.get(arrived), isDown }]),
  );
}

/** What a side shows for a block: the block, the one that was in this place, or `null` for nothing. */
export function nodeOn(side: ComparedSide, node: BlockNode, moved: MovedBlocks): BlockNode | null {
  const { fate, moved: name } = node.block;
  if (side === "new") return fate === "removed" || fate === "left" ? null : node;
  if (fate === "left") return (name !== undefined && moved.get(name)) || null;
  return fate === "added" || fate === "moved" ? null : node;
}

/** A block's attributes as its side has them; without a side, those of the newer version. */
export function attributesOn(side: ComparedSide | null, block: ComparedBlockAnswer): Readonly<Record<string, unknown>> {
  return side === "old" ? formerAttributes(block) : block.attributes;
}

/** A piece as a side shows it, or `null`. The older side says nothing of formatting: the newer one does, where it came. */
export function pieceOn(side: ComparedSide, piece: ComparedPieceAnswer): ComparedPieceAnswer | null {
  const { fate, reflowed, formatting } = piece;
  if (side === "new") return fate === "deleted" || fate === "left" ? null : piece;
  if (fate === "inserted" || fate === "arrived") return null;
  const marks = { ...piece.marks };
  for (const { name, before } of formatting) {
    if (before === null) delete marks[name];
    else marks[name] = before as Record<string, unknown>;
  }
  const isPlain = fate === "kept" || reflowed;
  return { ...piece, marks, ...(isPlain && { fate: "kept", reflowed: false, formatting: [], proposed: [] }) };
}

/** Numbers of both versions in one text: those of the newer one, and of what was removed those that it had. */
export function numbersInOne(nodes: readonly BlockNode[], moved: MovedBlocks): Map<ComparedBlockAnswer, string> {
  const gone = [...numberLabels(nodes, "old", moved)].filter(([{ fate }]) => fate === "removed");
  return new Map([...numberLabels(nodes, "new", moved), ...gone]);
}

/** Numbers of paragraphs as a side has them. */
export function numberLabels(
  nodes: readonly BlockNode[],
  side: ComparedSide,
  moved: MovedBlocks,
): Map<ComparedBlockAnswer, string> {
  const numberer = createNumberer();
  const labels = new Map<ComparedBlockAnswer, string>();
  const visit = (node: BlockNode): void => {
    const shown = nodeOn(side, node, moved);
    if (!shown) return;
    const { block, children } = shown;
    if (block.name === "paragraph") {
      const label = numberer.next(attributesOn(side, block) as Parameters<typeof numberer.next>[0]);
      if (label !== null) labels.set(block, label);
    }
    children.forEach(visit);
  };
  nodes.forEach(visit);
  return labels;
}

/**
 * Numbers as the text with changes has them: agreed paragraphs those of the agreed contract, and what is proposed to come the number that it
 * would have, behind a plus sign.
 */
export function numbersWithChanges(nodes: readonly BlockNode[]): Map<ComparedBlockAnswer, string> {
  const agreed = createNumberer();
  let coming: Numberer | null = null;
  const labels = new Map<ComparedBlockAnswer, string>();
  const visit = ({ block, children }: BlockNode, isAround: boolean): void => {
    const isComing = isAround || block.fate === "added";
    if (block.name === "paragraph") {
      const former = formerAttributes(block);
      // A paragraph of the agreed text that is proposed to be numbered counts for nothing yet, as one that is proposed.
      const isNumbered = former["list"] !== "number" && block.attributes["list"] === "number";
      const attributes = (isComing || isNumbered ? block.attributes : former) as Attributes;
      if (isComing || isNumbered) coming ??= agreed.fork();
      else if (attributes["list"] === "number") coming = null;
      const label = (isComing || isNumbered ? coming : agreed)?.next(attributes) ?? null;
      if (label !== null) labels.set(block, isComing || isNumbered ? `+${label}` : label);
    }
    for (const child of children) visit(child, isComing);
  };
  for (const node of nodes) visit(node, false);
  return labels;
}
