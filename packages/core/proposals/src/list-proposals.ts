/**
 * What is proposed, as people speak of it: a word replaced is one proposal, and so is a row, a paragraph or a sentence typed in one go.
 *
 * Rules:
 * - [PR1] neighbouring changes of one person are one proposal: what they insert and what they delete, with nothing agreed between.
 * - [PR2] records of one gesture, neighbouring blocks, and the cells of one column are one proposal.
 * - [PR3] every pending id and every record belongs to exactly one proposal.
 * - [PR4] a digest tells what a proposal is, and what its rivals are.
 * What belongs together is told in `gather-atoms.ts` (neighbours) and `link-atoms.ts` (moves, answers).
 */
import { PROPOSALS_NAME } from "@parley/document";
import { type Id, type Lineage, joinRanges } from "@parley/history";
import { type Atom, idOfOldest, oldestOf } from "./atoms.ts";
import { digestOf } from "./digest.ts";
import { type LinkedAtoms, gatherAtoms } from "./link-atoms.ts";
import { runsOf } from "./look.ts";
import { type MarkedDocument, type NegotiatedDocument, readMarked } from "./marked-document.ts";
import type { PlacedRecord } from "./placed-record.ts";
import type { Proposal, ProposalKind, WordsInside } from "./proposal.ts";
import { buildersOn, rivalries, withoutAnswersWithin } from "./rivalries.ts";
import { PARAGRAPH_BREAK } from "./paragraph-break.ts";
import { wordsInside } from "./words-inside.ts";

/** Whether nothing waits for a decision. Most documents are so most of the time, and reading a long one takes its time. */
export function hasNothingProposed({ pending, ydoc }: Pick<NegotiatedDocument, "pending" | "ydoc">): boolean {
  return pending.isEmpty && ydoc.getMap(PROPOSALS_NAME).size === 0;
}

/** Everything that waits for a decision, in reading order. */
export function listProposals(document: NegotiatedDocument): Proposal[] {
  if (hasNothingProposed(document)) return [];
  const marked = readMarked(document);
  return tellOthers(linked(marked, document.lineage), (proposals, rivalsOf) =>
    wordsInside(document, marked.index, proposals, rivalsOf),
  );
}

/** The same for a document that has been read, without what others have put inside. */
export function listMarked(marked: MarkedDocument, lineage: Lineage): Proposal[] {
  return tellOthers(linked(marked, lineage), () => new Map());
}

function linked(marked: MarkedDocument, lineage: Lineage): Listed[] {
  return withoutAnswersWithin(gatherAtoms(marked, lineage).map(toProposal));
}

type Listed = Proposal & Pick<LinkedAtoms, "standsOn">;

function toProposal({ atoms, born, ...links }: LinkedAtoms): Listed {
  const oldest = oldestOf(atoms);
  const first = atoms[0] as Atom;
  const inserted = joinRanges(atoms.flatMap((atom) => atom.inserted));
  const blocks = atoms.flatMap((atom) => (atom.block ? [atom.block] : []));
  const records = atoms.flatMap((atom) => (atom.record ? [atom.record] : []));
  const insertedText = atoms.map((atom) => atom.insertedText).join("");
  const deletedText = deletedTextOf(atoms);
  return {
    id: idOfOldest(atoms),
    born,
    author: first.author,
    kind: links.isMove ? "move" : kindOf(insertedText, deletedText, blocks, records),
    firstSeq: oldest.seq,
    lastSeq: atoms.reduce((newest, { seq }) => Math.max(newest, seq), oldest.seq),
    insertedText,
    ownText: atoms.map((atom) => atom.ownText ?? atom.insertedText).join(""),
    writers: [...new Set(atoms.flatMap(({ writers }) => writers))],
    deletedText,
    inside: [],
    inserted,
    blocks,
    others: joinRanges(atoms.flatMap((atom) => atom.others)),
    records,
    place: first.place,
    requires: links.needs,
    standsOn: links.standsOn,
    counters: links.counters,
    answered: links.answered,
    digest: digestOf([
      inserted,
      blocks,
      records.map(({ key, id, record }) => [key, id, record]),
      insertedText,
      deletedText,
      atoms.map(({ aboutText }) => aboutText).join(""),
      runsOf(atoms.map(({ look, insertedText: { length } }) => ({ look, length }))),
    ]),
  };
}

/** What several parts of one proposal delete; words of different paragraphs are parted by a break. */
function deletedTextOf(atoms: readonly Atom[]): string {
  let [text, before]: [string, Id | null] = ["", null];
  for (const { deletedText, deletedIn } of atoms) {
    if (deletedText === "") continue;
    const isParted =
      before !== null && deletedIn !== null && (before.client !== deletedIn.client || before.clock !== deletedIn.clock);
    text +=
      isParted && !text.endsWith("\n") && !text.endsWith(PARAGRAPH_BREAK) ? PARAGRAPH_BREAK + deletedText : deletedText;
    before = deletedIn;
  }
  return text;
}

type RivalsOf = (id: string) => readonly Proposal[];

/**
 * [PR4] Puts into the digest of every proposal what its rivals are, since accepting it rejects them and what builds on them, and what agreed
 * words stand inside. What stands in the words of one of its own rivals does not wait for that one.
 */
function tellOthers(
  listed: readonly Listed[],
  insideOf: (proposals: readonly Proposal[], rivalsOf: RivalsOf) => ReadonlyMap<string, readonly WordsInside[]>,
): Proposal[] {
  const groups = rivalries(listed);
  const rivalsOf = new Map(groups.flatMap((rivals) => rivals.map(({ id }) => [id, rivals] as const)));
  const inside = insideOf(listed, (id) => rivalsOf.get(id) ?? []);
  const proposals = listed.map(({ standsOn, ...proposal }): Proposal => {
    const rivals = rivalsOf.get(proposal.id);
    const ground = standsOn.filter(
      (id) => !proposal.requires.includes(id) && rivals?.some((each) => each.id === id) !== true,
    );
    const words = inside.get(proposal.id) ?? [];
    if (ground.length + words.length === 0) return proposal;
    return { ...proposal, requires: [...proposal.requires, ...ground], inside: words };
  });
  const told = new Map<string, string>();
  for (const rivals of groups) {
    const builders = buildersOn(rivals, proposals).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const all = digestOf([...rivals, ...builders].map(({ digest }) => digest));
    for (const { id } of rivals) told.set(id, all);
  }
  return proposals.map((each) => {
    const agreed = each.inside.filter(({ waits }) => !waits);
    const behind = agreed.length > 0 ? digestOf([told.get(each.id), agreed]) : (told.get(each.id) ?? "");
    return behind === "" ? each : { ...each, digest: `${each.digest}${behind}` };
  });
}

function kindOf(
  insertedText: string,
  deletedText: string,
  blocks: readonly Id[],
  records: readonly PlacedRecord[],
): ProposalKind {
  const does = new Set(records.map(({ record }) => record.do));
  if (blocks.length > 0) return "block";
  if (does.has("remove")) return "remove";
  if (does.has("join")) return "join";
  if (insertedText !== "" && deletedText !== "") return "replace";
  if (insertedText !== "") return "insert";
  if (deletedText !== "" || does.has("delete")) return "delete";
  return does.has("set") ? "set" : "format";
}
