/** Reading a document without an editor: its text, who wrote it, its log, a file of it, and who can be mentioned. */
import { type DocumentContent, contentText, withReferences } from "@parley/document";
import {
  type AlternativesOfPlace,
  type AttributionSpan,
  type ExportFormat,
  type ExportView,
  type ExportedComments,
  documentsApi,
  refuseDocument,
  writeTakenAlternatives,
} from "@parley/documents";
import { type AttributeFact, type FormatSpan, type GoneWith, turnedDownWith } from "@parley/history";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import type { ExportInput } from "../library/exchange.ts";
import { pictureIdsOf } from "../library/new-documents.ts";
import { foldText } from "../library/search-text.ts";
import type { AuthoredSpan } from "../live.ts";
import type { DocumentGrant } from "../sharing/document-policy.ts";
import type { Formatted } from "../story/live-story.ts";
import type { RowTurnedDown } from "../story/stated-rows.ts";
import type { OpenOrigin } from "../story/word-sources.ts";
import { authorsOf, noticeOfAlternatives, presentAlternatives, takenOf } from "../review/alternatives.ts";
import { placeComments } from "../comments/place-comments.ts";
import { type Names, namesOf } from "./cards.ts";
import { commenterOf } from "./comment-endpoints.ts";
import type { EndpointDeps } from "./deps.ts";
import { type FileAnswer, fileAnswer } from "./file-answer.ts";
import { toLogRow } from "./log-rows.ts";

export function createReadingEndpoints(deps: EndpointDeps): EndpointTree {
  const { live, people, policies } = deps;
  return {
    text: endpoint(documentsApi.text, {
      allow: policies.atLeast("view"),
      handle: async ({ grant, input }) => {
        const { content, alternatives } = await deps.proposals.readView(grant.documentId, input.view);
        const answer = fileAnswer({
          bytes: contentText(withReferences(content)),
          name: `${grant.documentId}.txt`,
          mediaType: "text/plain; charset=utf-8",
          disposition: "inline",
        });
        return withTold(answer, [], alternatives);
      },
    }),
    attribution: endpoint(documentsApi.attribution, {
      allow: policies.atLeast("view"),
      handle: ({ grant, input }) =>
        readAttribution(deps, grant, { deleted: input.deleted === "1", formatting: input.formatting === "1" }),
    }),
    log: endpoint(documentsApi.log, {
      allow: policies.atLeast("own", { colleagues: true }),
      handle: async ({ grant, input }) => {
        const { rows, lastSeq } = await live.readLog(grant.documentId, input.after, input.limit);
        const authors = rows.map((row) => row.personId);
        const nameOf = await namesOf(people, authors);
        return { documentId: grant.documentId, lastSeq, rows: rows.map((row) => toLogRow(row, nameOf)) };
      },
    }),
    export: endpoint(documentsApi.export, {
      allow: policies.atLeast("view"),
      handle: ({ grant, input }) => exportFile(deps, grant, input),
    }),
    exportReport: endpoint(documentsApi.exportReport, {
      allow: policies.atLeast("view"),
      handle: async ({ grant, input }) => {
        const { file, proposalCount, alternatives } = await exportInput(deps, grant, {
          view: input.view,
          comments: "none",
        });
        return { notCarried: deps.exchange.reportExport(input.format, file), proposalCount, alternatives };
      },
    }),
    mentionable: endpoint(documentsApi.mentionable, {
      allow: policies.atLeast("view"),
      handle: async ({ grant, input }) => {
        const wanted = foldText(input.search ?? "").trim();
        const departments = grant.caller.standing !== "guest";
        const participants = await deps.sharing.listParticipants(grant.documentId, { departments });
        return participants
          .filter(({ person }) => foldText(person.name).includes(wanted))
          .map(({ person, party }) => ({ id: person.id, name: person.name, party }));
      },
    }),
  };
}

/** Who wrote what. An outsider is not shown what was deleted, since most of it was never meant for them, nor who formatted. */
async function readAttribution(
  { live, story, people }: EndpointDeps,
  { caller, documentId }: DocumentGrant,
  asked: { readonly deleted: boolean; readonly formatting: boolean },
): Promise<AttributionAnswer> {
  const forGuest = caller.standing === "guest";
  const reader = { personId: caller.personId, forGuest };
  const origins = await story.readOrigins(documentId, reader);
  const since = await story.readSince(documentId, reader);
  const wanted = { deleted: asked.deleted && !forGuest, origins: origins && origins.byId, since };
  const { seq, spans } = await live.readAttribution(documentId, wanted);
  const deciding = spans.flatMap(({ deleted }) => (deleted?.via === "decision" ? [deleted.seq] : []));
  const turnedDown = await story.readTurnedDown(documentId, deciding);
  const set = asked.formatting && !forGuest ? await story.readFormatting(documentId) : null;
  const formatters = set ? [...set.formatting, ...set.attributes].map(({ row }) => row.personId) : [];
  const writers = origins ? origins.list.map(({ personId }) => personId) : [];
  const nameOf = await namesOf(people, [...namedIn(spans), ...writers, ...formatters]);
  const originOf = ({ origin }: AuthoredSpan): OpenOrigin | undefined =>
    origin === null ? undefined : origins?.list[origin];
  return {
    seq,
    spans: spans.map((span) => ({
      ...toSpan(span, originOf(span), nameOf),
      ...turnedDownOf(span, turnedDown),
    })),
    ...(set && {
      formatting: set.formatting.map((fact) => toSetBy(fact, nameOf)),
      attributes: set.attributes.map((fact) => toSetBy(fact, nameOf)),
    }),
  };
}

interface AttributionAnswer {
  readonly seq: number;
  readonly spans: AttributionSpan[];
  readonly formatting?: (Omit<Formatted<FormatSpan>, "row"> & SetBy)[];
  readonly attributes?: (Omit<Formatted<AttributeFact>, "row"> & SetBy)[];
}

type SetBy = Pick<AttributionSpan, "party" | "via"> & { by: { id: string; name: string }; at: string };

function namedIn(spans: readonly AuthoredSpan[]): AuthoredSpan["personId"][] {
  return spans.flatMap(({ personId, moved, deleted }) => [
    personId,
    ...(moved ? [moved.personId] : []),
    ...(deleted ? [deleted.personId] : []),
    ...(deleted?.agreed ? [deleted.agreed.personId] : []),
  ]);
}

/** A fact about formatting with who made it so. */
function toSetBy<Fact>({ row, ...fact }: Formatted<Fact>, nameOf: Names): Omit<Formatted<Fact>, "row"> & SetBy {
  const { personId, party, receivedAtMs, kind } = row;
  return { ...fact, by: nameOf(personId), party, at: new Date(receivedAtMs).toISOString(), via: kind };
}

function turnedDownOf(
  { deleted, personId, seq }: AuthoredSpan,
  known: ReadonlyMap<number, RowTurnedDown>,
): Pick<AttributionSpan, "turnedDown"> {
  const row = deleted ? known.get(deleted.seq) : undefined;
  const turnedDown = row && turnedDownWith(row, { personId, seq });
  return turnedDown ? { turnedDown } : {};
}

function toGoneWith({ at, depth, path, behind }: GoneWith): Pick<AttributionSpan, "goneWith"> {
  return { goneWith: { at: [at.client, at.clock], depth, path: [...path], behind } };
}

function toSpan(span: AuthoredSpan, origin: OpenOrigin | undefined, nameOf: Names): AttributionSpan {
  return {
    text: span.text,
    author: nameOf(span.personId),
    party: span.party,
    insertedAt: new Date(span.insertedAtMs).toISOString(),
    seq: span.seq,
    via: span.via,
    movedBy: span.moved && { ...nameOf(span.moved.personId), at: new Date(span.moved.atMs).toISOString() },
    block: span.block,
    at: [...span.at],
    ...(span.goneWith && toGoneWith(span.goneWith)),
    ...(span.deleted && {
      deletedBy: nameOf(span.deleted.personId),
      deletedAt: new Date(span.deleted.atMs).toISOString(),
      ...(span.deleted.agreed && {
        agreedBy: { ...nameOf(span.deleted.agreed.personId), at: new Date(span.deleted.agreed.atMs).toISOString() },
      }),
      ...(span.deleted.seq < span.seq && { arrivedDeleted: true }),
      ...(span.deleted.via === "restore" && { goneByRestore: true }),
      ...(span.deleted.waited && { waited: true }),
    }),
    ...(origin && {
      from: {
        document: origin.document,
        author: nameOf(origin.personId),
        party: origin.party,
        insertedAt: new Date(origin.atMs).toISOString(),
        via: origin.via,
      },
    }),
  };
}

/** A format a document can be had in. */
interface Format {
  readonly ending: string;
  readonly mediaType: string;
  write(deps: EndpointDeps, input: ExportInput): Promise<Uint8Array> | string;
}

const formats: Readonly<Record<ExportFormat, Format>> = {
  docx: {
    ending: "docx",
    mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    write: ({ exchange }, input) => exchange.exportDocx(input),
  },
  markdown: {
    ending: "md",
    mediaType: "text/markdown; charset=utf-8",
    write: ({ exchange }, input) => exchange.exportMarkdown(input),
  },
  html: {
    ending: "html",
    mediaType: "text/html; charset=utf-8",
    write: ({ exchange }, input) => exchange.exportHtml(input),
  },
};

/** What of a document a file is to hold. */
interface WantedFile {
  readonly view: ExportView;
  readonly comments: ExportedComments;
}

/** A document as every format is made of it, how much waits for a decision, and for which places there are several proposals. */
interface FileToWrite {
  readonly file: ExportInput;
  readonly proposalCount: number;
  readonly alternatives: AlternativesOfPlace[];
}

async function exportInput(deps: EndpointDeps, grant: DocumentGrant, wanted: WantedFile): Promise<FileToWrite> {
  const { caller, documentId } = grant;
  const viewer = await deps.library.findViewer(caller.personId);
  const entry = viewer && (await deps.library.documents.find(viewer, documentId, deps.clock.nowMs()));
  if (!entry) throw refuseDocument("documents/not-found");
  const {
    content,
    seq,
    proposalCount,
    alternatives: found,
  } = await deps.proposals.readForFile(documentId, wanted.view);
  const alternatives = presentAlternatives(found, await namesOf(deps.people, authorsOf(found)));
  const pictures = await deps.pictures.readAll(documentId, pictureIdsOf(content.blocks));
  const { language } = caller;
  const sealedOrigin = deps.originSeal.seal({ documentId, seq });
  const comments =
    wanted.comments === "none" ? [] : await readComments(deps, grant, { content, seq, which: wanted.comments });
  const notice = wanted.view === "proposed" ? noticeOfAlternatives(alternatives, language) : [];
  return {
    file: { content, title: entry.title, pictures, language, sealedOrigin, comments, notice },
    proposalCount,
    alternatives,
  };
}

/** What of the open comments the caller may read and wants in the file. */
async function readComments(
  { comments, live, people }: EndpointDeps,
  grant: DocumentGrant,
  file: { readonly content: DocumentContent; readonly seq: number; readonly which: ExportedComments },
): Promise<NonNullable<ExportInput["comments"]>> {
  const readable = await comments.list(grant.documentId, commenterOf(grant));
  const wanted = readable.filter(({ audience }) => file.which === "all" || audience === "everyone");
  const written = await live.readPlaces(grant.documentId, file.seq);
  const placed = placeComments(wanted, file.content, written?.paragraphs ?? []);
  const nameOf = await namesOf(
    people,
    placed.map(({ authorId }) => authorId),
  );
  return placed.map(({ authorId, atMs, ...comment }) => ({
    ...comment,
    author: nameOf(authorId).name,
    at: new Date(atMs),
  }));
}

async function exportFile(
  deps: EndpointDeps,
  grant: DocumentGrant,
  wanted: WantedFile & { readonly format: ExportFormat },
): Promise<FileAnswer> {
  const { file: input, proposalCount, alternatives } = await exportInput(deps, grant, wanted);
  const format = formats[wanted.format];
  const answer = fileAnswer({
    bytes: await format.write(deps, input),
    name: `${input.title}.${format.ending}`,
    mediaType: format.mediaType,
    // Never shown inside our origin: an export is somebody else's text.
    disposition: "attachment",
  });
  const { documentId, caller } = grant;
  const { format: name, view, comments } = wanted;
  deps.traces.note({ what: "exported", documentId, personId: caller.personId, format: name, view, comments });
  const notCarried: { readonly code: string; readonly count: number }[] = deps.exchange.reportExport(
    wanted.format,
    input,
  );
  if (wanted.view === "agreed" && proposalCount > 0) notCarried.push({ code: "proposals", count: proposalCount });
  return withTold(answer, notCarried, wanted.view === "proposed" ? alternatives : []);
}

/** Says in the headers what is missing, and which of several proposals for one place the file has. */
function withTold(
  answer: FileAnswer,
  missing: readonly { readonly code: string; readonly count: number }[],
  alternatives: readonly { readonly options: readonly { readonly id: string }[] }[],
): FileAnswer {
  const hasAlternatives = alternatives.length > 0;
  const told = [...missing, ...(hasAlternatives ? [{ code: "alternatives", count: alternatives.length }] : [])];
  if (told.length === 0) return answer;
  return {
    ...answer,
    headers: {
      ...answer.headers,
      "parley-not-carried": told.map(({ code, count }) => `${code}=${count}`).join(", "),
      ...(hasAlternatives && { "parley-alternatives": writeTakenAlternatives(alternatives.map(takenOf)) }),
    },
  };
}
