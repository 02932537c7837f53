/** What is drawn of proposals: which characters and blocks, whose, and how. */
import type { Party } from "@parley/base";
import type { ProposalRecord, RecordRange } from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import { IdSet } from "@parley/history";
import { type OwnProposals, asIds, asRange } from "./own-proposals.ts";

interface Drawn {
  readonly authorId: string;
  readonly party: Party;
  /** The proposal that it belongs to; `null` for what the server has not told of yet. */
  readonly proposalId: string | null;
}

/** Characters that are drawn. */
export interface TextMark extends Drawn {
  readonly kind: "insert" | "delete" | "format";
  readonly ids: readonly RecordRange[];
  /** The formatting that is proposed; `value` is `null` where it would be taken away. */
  readonly format?: { readonly mark: string; readonly value: unknown };
}

/** A block with a mark in the margin. */
export interface BlockMark extends Drawn {
  readonly kind: "block" | "remove" | "join" | "set";
  readonly block: readonly [client: number, clock: number];
  /** The attribute that is proposed. */
  readonly set?: { readonly name: string; readonly value: unknown };
}

export interface ProposalMarks {
  readonly texts: readonly TextMark[];
  /** Marks of the block with this id. */
  readonly ofBlock: (client: number, clock: number) => readonly BlockMark[];
  readonly isEmpty: boolean;
}

/** Who looks at the page, for what they have just written themselves. */
export interface Reader {
  readonly personId: string;
  readonly party: Party | null;
}

interface DrawnRecord {
  readonly do: ProposalRecord["do"];
  readonly ids?: readonly RecordRange[] | undefined;
  readonly block?: readonly [client: number, clock: number] | undefined;
  readonly name?: string | undefined;
  readonly mark?: string | undefined;
  readonly value?: unknown;
}

/** Marks of everything that waits: what the server listed, and what this person has written since. */
export function collectMarks(
  listed: readonly DocumentProposal[],
  own: OwnProposals,
  { personId, party }: Reader,
): ProposalMarks {
  const texts: TextMark[] = [];
  const blocks: BlockMark[] = [];
  const draw = (record: DrawnRecord, drawn: Drawn): void => {
    const { mark, name, value } = record;
    if (record.do === "delete" || record.do === "format") {
      const format = mark === undefined ? {} : { format: { mark, value } };
      texts.push({ kind: record.do, ids: record.ids ?? [], ...format, ...drawn });
    } else if (record.block && record.do !== "counter") {
      const set = name === undefined ? {} : { set: { name, value } };
      blocks.push({ kind: record.do, block: record.block, ...set, ...drawn });
    }
  };
  const standing = [...own.records()].map(([, record]) => record);
  const standingKeys = new Set(standing.map(keyOf));
  const told = new Set<string>();
  for (const proposal of listed) {
    const drawn = { authorId: proposal.author?.id ?? "", party: proposal.party, proposalId: proposal.id };
    if (proposal.inserted.length > 0) texts.push({ kind: "insert", ids: proposal.inserted, ...drawn });
    for (const block of proposal.blocks) blocks.push({ kind: "block", block, ...drawn });
    for (const record of proposal.records) {
      const key = keyOf(record);
      // One's own record that was taken back a moment ago is not drawn any more.
      if (drawn.authorId === personId && record.do !== "delete" && !standingKeys.has(key)) continue;
      if (drawn.authorId === personId && record.do === "delete") {
        const ids = stillProposed(record.ids ?? [], standing);
        draw({ do: "delete", ids }, drawn);
      } else draw(record, drawn);
      told.add(key);
    }
  }
  const mine: Drawn = { authorId: personId, party: party ?? "ours", proposalId: null };
  const fresh = own.unlisted;
  if (fresh.length > 0) texts.push({ kind: "insert", ids: fresh.map(asIds), ...mine });
  const toldDeleted = IdSet.of(
    texts
      .filter(({ kind, authorId }) => kind === "delete" && authorId === personId)
      .flatMap(({ ids }) => ids.map(asRange)),
  );
  for (const record of standing) {
    if (record.do === "delete") {
      const ids = record.ids.flatMap((range) => toldDeleted.missing(asRange(range))).map(asIds);
      if (ids.length > 0) draw({ do: "delete", ids }, mine);
    } else if (!told.has(keyOf(record))) draw(record, mine);
  }
  return { texts, ofBlock: blockFinder(blocks, IdSet.of(fresh), mine), isEmpty: texts.length + blocks.length === 0 };
}

function blockFinder(blocks: readonly BlockMark[], fresh: IdSet, mine: Drawn): ProposalMarks["ofBlock"] {
  const byBlock = new Map<string, BlockMark[]>();
  for (const mark of blocks) {
    const key = mark.block.join(" ");
    const others = byBlock.get(key);
    if (others) others.push(mark);
    else byBlock.set(key, [mark]);
  }
  return (client, clock) => [
    ...(byBlock.get(`${client} ${clock}`) ?? []),
    ...(fresh.has(client, clock) ? [{ kind: "block" as const, block: [client, clock] as const, ...mine }] : []),
  ];
}

function stillProposed(ids: readonly RecordRange[], standing: readonly ProposalRecord[]): RecordRange[] {
  const proposed = IdSet.of(standing.flatMap((record) => (record.do === "delete" ? record.ids.map(asRange) : [])));
  return ids
    .flatMap((range) => proposed.slice(asRange(range)))
    .map(({ client, clock, length }) => [client, clock, length]);
}

function keyOf(record: object): string {
  const {
    do: does,
    ids,
    block,
    name,
    mark,
  } = record as {
    do: string;
    ids?: readonly RecordRange[];
    block?: readonly number[];
    name?: string;
    mark?: string;
  };
  return JSON.stringify([does, block ?? ids, name, mark]);
}
