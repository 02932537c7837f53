/** The clauses of a text, with what changed since another one and who changed it, word by word. */
import type { DocumentId, Party, PersonId } from "@parley/base";
import {
  type ClauseDifference,
  type ClausePart,
  type LedgerLine,
  type ReviewWriter,
  type ReviewedClause,
  type Stretch,
  attributeWords,
  clauseParts,
  diffClauses,
} from "@parley/contracts";
import type { DocumentContent } from "@parley/document";
import type { AuthoredSpan, Documents } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import { clauseKey, titleOf } from "../negotiation/clause-lines.ts";

interface Writer {
  readonly personId: PersonId;
  readonly party: Party;
}

/** People who are told by their place in a list, each once for each party. */
export class Writers {
  readonly #known = new Map<string, Writer>();
  readonly #all: Writer[] = [];

  /** The same for the same person and party. */
  one({ personId, party }: Writer): Writer {
    const key = `${personId} ${party}`;
    const writer = this.#known.get(key) ?? { personId, party };
    this.#known.set(key, writer);
    return writer;
  }

  /** Its place among those that are told. */
  indexOf(writer: Writer): number {
    const one = this.one(writer);
    const found = this.#all.indexOf(one);
    return found >= 0 ? found : this.#all.push(one) - 1;
  }

  async named(people: Pick<People, "findPeople">): Promise<ReviewWriter[]> {
    const found = await people.findPeople(this.#all.map(({ personId }) => personId));
    return this.#all.map(({ personId, party }) => {
      const person = found.get(personId);
      return { id: personId, name: person?.name ?? "", organisation: person?.organisation ?? null, party };
    });
  }
}

/** What the clauses of a text are told with. */
export interface ClauseReading {
  readonly content: DocumentContent;
  /** The earlier text; `null` where the whole is read. */
  readonly before: DocumentContent | null;
  /** The row of the present document after which words are new. */
  readonly since: number;
  readonly ledger: readonly LedgerLine[];
}

/** [CW2] Every clause in the order of the present text; what was removed stands where it was. */
export async function readReviewedClauses(
  { live, negotiated }: Pick<Documents, "live" | "negotiated">,
  documentId: DocumentId,
  { content, before, since, ledger }: ClauseReading,
  writers: Writers,
): Promise<ReviewedClause[]> {
  const parts = clauseParts(content);
  const differences = before === null ? parts.map(untouched) : diffClauses(before, content);
  const isDifferent = differences.some(({ kind }) => kind !== "unchanged");
  const spans = isDifferent ? await readPlacedSpans({ live, negotiated }, documentId) : [];
  const telling = { spans, since, parts, writers, partyOf: new Map(spans.map((span) => [span.personId, span.party])) };
  return differences.map((difference) => {
    const { kind, before: was, after } = difference;
    const part = after ?? was;
    const key = part ? clauseKey(part) : "";
    const words = kind === "changed" || kind === "added" || kind === "removed" ? tellWords(telling, difference) : [];
    const by = kind === "moved" && after ? movers(telling, after) : words.flatMap((word) => word.by ?? []);
    return {
      ...{ key: kind === "removed" ? `removed:${key}` : key, kind, words, by: [...new Set(by)] },
      title: part ? titleOf(part) : "",
      text: part?.text ?? "",
      ledger: (kind !== "removed" && ledger.find((line) => line.key === key)) || null,
    };
  });
}

const untouched = (part: ClausePart): ClauseDifference => ({
  ...{ kind: "unchanged", before: part, after: part, isMoved: false, words: [] },
});

type PlacedSpan = AuthoredSpan & { readonly agreedBlock: number };

/** Who wrote and removed what, each with the agreed block in which it is. */
async function readPlacedSpans(
  { live, negotiated }: Pick<Documents, "live" | "negotiated">,
  documentId: DocumentId,
): Promise<PlacedSpan[]> {
  const { spans } = await live.readAttribution(documentId, { deleted: true, origins: null, since: null });
  const firsts = [...new Map(spans.toReversed().map((span) => [span.block, span.at]))];
  const found = await negotiated.findBlocks(
    documentId,
    firsts.map(([, [client, clock]]) => ({ client, clock })),
  );
  const blocks = new Map(firsts.map(([block], index) => [block, found[index] ?? -1]));
  return spans.map((span) => ({ ...span, agreedBlock: blocks.get(span.block) ?? -1 }));
}

interface Telling {
  readonly spans: readonly PlacedSpan[];
  readonly since: number;
  readonly parts: readonly ClausePart[];
  readonly writers: Writers;
  readonly partyOf: ReadonlyMap<PersonId, Party>;
}

function tellWords(telling: Telling, { kind, before, after, words }: ClauseDifference): ReviewedClause["words"] {
  const { spans, since, writers, partyOf } = telling;
  const all =
    kind === "added"
      ? [{ kind, text: after?.text ?? "" }]
      : kind === "removed"
        ? [{ kind, text: before?.text ?? "" }]
        : words;
  const around = after ? spansOf(telling, after) : spans;
  const written = around.flatMap((span, index): Stretch<Writer>[] => {
    if (span.deleted) return [];
    const isNextLine = index > 0 && around[index - 1]?.block !== span.block;
    // Words of the earlier text are not told as added; those that waited then, and were agreed on since, are their writer's.
    const by = writers.one(span);
    return isNextLine
      ? [
          { text: "\n", by: null },
          { text: span.text, by },
        ]
      : [{ text: span.text, by }];
  });
  const gone = around.flatMap(({ text, seq, deleted }): Stretch<Writer>[] => {
    if (!deleted || deleted.seq <= since || seq > since) return [];
    const { personId } = deleted;
    return [{ text, by: writers.one({ personId, party: partyOf.get(personId) ?? "ours" }) }];
  });
  return attributeWords(all, written, gone).map(({ by, ...word }) => ({
    ...word,
    by: by && writers.indexOf(by),
  }));
}

/** The words of a clause: those from its first block to the next clause's. */
function spansOf({ spans, parts }: Telling, part: ClausePart): readonly PlacedSpan[] {
  const next = parts[parts.findIndex(({ firstBlock }) => firstBlock === part.firstBlock) + 1];
  const end = next?.firstBlock ?? Number.POSITIVE_INFINITY;
  return spans.filter(({ agreedBlock }) => agreedBlock >= part.firstBlock && agreedBlock < end);
}

function movers(telling: Telling, part: ClausePart): number[] {
  const { since, writers, partyOf } = telling;
  return spansOf(telling, part).flatMap(({ moved }) =>
    moved && moved.seq > since
      ? [writers.indexOf({ personId: moved.personId, party: partyOf.get(moved.personId) ?? "ours" })]
      : [],
  );
}
