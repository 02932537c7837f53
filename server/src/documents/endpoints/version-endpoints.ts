/** Versions of a document: listing, naming, reading, comparing and restoring them. Guests have none: see docs/caveats.md. */
import { newId } from "@parley/base";
import { contentText } from "@parley/document";
import { type ComparedBlockAnswer, type ComparedPieceAnswer, documentsApi } from "@parley/documents";
import type { ComparedBlock, ComparedPiece } from "@parley/history";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import type { RowAuthor } from "../rooms/log-store.ts";
import { comparisonHtml } from "../versions/comparison-html.ts";
import { type Names, namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";
import { fileAnswer } from "./file-answer.ts";

export function createVersionEndpoints(deps: EndpointDeps): EndpointTree {
  const { versions, people, policies, random } = deps;
  const forColleagues = policies.atLeast("view", { colleagues: true });
  const forEditors = policies.atLeast("edit", { colleagues: true });
  return {
    list: endpoint(documentsApi.versions.list, {
      allow: forColleagues,
      handle: async ({ grant }) => {
        const { lastSeq, versions: listed } = await versions.list(grant.documentId);
        const nameOf = await namesOf(
          people,
          listed.flatMap(({ personIds, named }) => (named ? [...personIds, named.namedBy] : personIds)),
        );
        return {
          lastSeq,
          versions: listed.map(({ seq, named, atMs, personIds, inserted, deleted, restored }) => ({
            seq,
            name: named?.name ?? null,
            namedBy: named && nameOf(named.namedBy),
            at: new Date(atMs).toISOString(),
            authors: personIds.map(nameOf),
            insertedCharacters: inserted,
            deletedCharacters: deleted,
            restored,
          })),
        };
      },
    }),
    name: endpoint(documentsApi.versions.name, {
      allow: forEditors,
      handle: ({ grant, input }) => versions.name(grant.documentId, input.name, grant.caller.personId),
    }),
    get: endpoint(documentsApi.versions.get, {
      allow: forColleagues,
      handle: async ({ grant, input }) => {
        const content = await versions.readContent(grant.documentId, input.seq);
        return {
          seq: input.seq,
          text: contentText(content),
          content: { blocks: content.blocks.map((block) => ({ ...block })) },
        };
      },
    }),
    ...createComparisonEndpoints(deps),
    restore: endpoint(documentsApi.versions.restore, {
      allow: forEditors,
      handle: ({ grant, input }) => {
        const { role, party } = grant.access;
        const by = { personId: grant.caller.personId, party, role, connectionId: newId<"connection">(random) };
        return versions.restore(grant.documentId, input.seq, by);
      },
    }),
  };
}

function createComparisonEndpoints({ versions, people, policies }: EndpointDeps): EndpointTree {
  const forColleagues = policies.atLeast("view", { colleagues: true });
  return {
    compare: endpoint(documentsApi.versions.compare, {
      allow: forColleagues,
      handle: async ({ grant, input }) => {
        const { from, to, blocks, rows } = await versions.compare(grant.documentId, input.a, input.b, input.mode);
        const nameOf = await namesOf(
          people,
          [...rows.values()].map(({ personId }) => personId),
        );
        return {
          from,
          to,
          blocks: flatten(blocks, 0, rows),
          rows: toRows(rows, nameOf),
        };
      },
    }),
    compareFile: endpoint(documentsApi.versions.compareFile, {
      allow: forColleagues,
      handle: async ({ grant, input }) => {
        const { from, to, blocks, rows } = await versions.compare(grant.documentId, input.a, input.b, input.mode);
        const nameOf = await namesOf(
          people,
          [...rows.values()].map(({ personId }) => personId),
        );
        const authors = new Map(
          [...rows].map(([seq, { personId, receivedAtMs }]) => [
            seq,
            `${nameOf(personId).name}, ${new Date(receivedAtMs).toISOString().slice(0, 16).replace("T", " ")} UTC`,
          ]),
        );
        const title = `${from}–${to}`;
        return fileAnswer({
          bytes: comparisonHtml({ blocks, authors, title, language: grant.caller.language }),
          name: `${title}.html`,
          mediaType: "text/html; charset=utf-8",
          disposition: "attachment",
        });
      },
    }),
  };
}

/** Who made the rows that a comparison names. */
export function toRows(
  rows: ReadonlyMap<number, RowAuthor>,
  nameOf: Names,
): { seq: number; author: ReturnType<Names>; party: RowAuthor["party"]; at: string }[] {
  return [...rows].map(([seq, { personId, party, receivedAtMs }]) => ({
    seq,
    author: nameOf(personId),
    party,
    at: new Date(receivedAtMs).toISOString(),
  }));
}

/** Blocks in reading order, with how deep each is. */
function flatten(
  blocks: readonly ComparedBlock[],
  depth: number,
  rows: ReadonlyMap<number, RowAuthor>,
): ComparedBlockAnswer[] {
  return blocks.flatMap((block) => [
    {
      depth,
      name: block.name,
      fate: block.fate,
      attributes: { ...(block.after ?? block.before)?.attributes },
      changes: block.attributes.map((change) => ({ ...change })),
      addedSeq: block.addedSeq,
      removedSeq: block.removedSeq,
      pieces: joinPieces(block.pieces.map(toPiece), rows),
    },
    ...flatten(block.children, depth + 1, rows),
  ]);
}

function toPiece(piece: ComparedPiece): ComparedPieceAnswer {
  return {
    fate: piece.fate,
    text: piece.text,
    marks: { ...(piece.marksAfter ?? piece.marksBefore) },
    reflowed: piece.isReflowed,
    writtenSeq: piece.writtenSeq,
    placedSeq: piece.placedSeq,
    deletedSeq: piece.deletedSeq,
    decidedSeq: piece.carriedOutSeq,
    formatting: piece.formatting.map((change) => ({ ...change })),
  };
}

/** What one person did within this time reads as one change. */
const SAME_HAND_MS = 60_000;

/** Neighbours with one story are one piece: the same fate at the same hands. It names the first of their rows. */
function joinPieces(
  pieces: readonly ComparedPieceAnswer[],
  rows: ReadonlyMap<number, RowAuthor>,
): ComparedPieceAnswer[] {
  const isSameHand = (a: number | null, b: number | null): boolean => {
    if (a === b) return true;
    const [one, other] = [rows.get(a ?? 0), rows.get(b ?? 0)];
    if (!one || !other) return false;
    return (
      one.personId === other.personId &&
      one.party === other.party &&
      Math.abs(one.receivedAtMs - other.receivedAtMs) <= SAME_HAND_MS
    );
  };
  const isSameStory = (a: ComparedPieceAnswer, b: ComparedPieceAnswer): boolean =>
    a.fate === b.fate &&
    a.reflowed === b.reflowed &&
    JSON.stringify([a.marks, a.formatting]) === JSON.stringify([b.marks, b.formatting]) &&
    (a.fate === "kept" ||
      (isSameHand(a.writtenSeq, b.writtenSeq) &&
        isSameHand(a.placedSeq, b.placedSeq) &&
        isSameHand(a.deletedSeq, b.deletedSeq) &&
        isSameHand(a.decidedSeq, b.decidedSeq)));
  const joined: ComparedPieceAnswer[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && isSameStory(last, piece)) joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
}
