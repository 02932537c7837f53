/**
 * How documents come to be: empty, from a file, or as a copy.
 *
 * Invariants: pictures are on the disk before a row names them, rows exist before the log has content, and the document
 * is seen only after all of it. What fails on the way leaves nothing behind.
 */
import {
  type Clock,
  type DocumentId,
  type FolderId,
  type ImageId,
  type Language,
  type Party,
  type PersonId,
  type Random,
  Refusal,
  type UpdateKind,
  formatSize,
  newId,
} from "@parley/base";
import { type BlockContent, type DocumentContent, contentText } from "@parley/document";
import { type ImportReport, refuseDocument } from "@parley/documents";
import { type CopiedRange, type OtherBlock, copiesOfRanges } from "@parley/history";
import type { FindAccess } from "../access.ts";
import type { CommentStore } from "../comments/comment-store.ts";
import type { CopySource, FileSource, LiveDocuments, WordSource } from "../live.ts";
import type { Pictures } from "../pictures/pictures.ts";
import type { Queries } from "../sharing/access-store.ts";
import type { DocumentStore, PictureRecord } from "./document-store.ts";
import type { LibraryEntry } from "./entry-store.ts";
import type { Exchange } from "./exchange.ts";
import type { KindRegistry } from "./kinds.ts";
import type { LiveVersions } from "../versions/live-versions.ts";
import type { OriginSeal } from "./origin-seal.ts";
import { findLeftOut } from "./left-out.ts";
import { withoutControls } from "./search-text.ts";

/** Longest title, in UTF-16 units; the descriptors say the same. */
const maxTitleLength = 300;

/** No document takes this long to be made. */
const abandonedMs = 3_600_000;

/** Who makes a document and will own it. */
export interface Maker {
  readonly personId: PersonId;
  readonly language: Language;
}

export interface WantedCopy {
  readonly title: string | null;
  /** Which comments come along: none, or those that everyone on the source may see and whose words stand in it. */
  readonly comments: "none" | "everyone";
  readonly complete?: Completion;
}

/**
 * What becomes true in the very moment in which a new document comes in sight: it runs a transaction, and calls `appear` once within it.
 * When it throws, the document is never seen.
 */
export type Completion = (
  id: DocumentId,
  appear: (tx: Queries, as: { readonly title: string; readonly otherOwners: readonly PersonId[] }) => Promise<void>,
) => Promise<void>;

export interface WantedFromAgreed {
  readonly kind: string;
  readonly title: string;
  /** Who makes it, and owns it. */
  readonly ownerId: PersonId;
  /** For whom its owner acts in it; our side without it. */
  readonly party?: Party;
  readonly seq?: number;
}

/** What is copied. The copy has its kind and lies in its folder. */
type CopiedDocument = Pick<LibraryEntry, "id" | "kind" | "title" | "folderId">;

export interface NewDocuments {
  /** Throws `documents/unknown-kind`, `documents/kind-made-elsewhere`, `documents/folder-not-found`. */
  empty(
    wanted: { kind: string; title: string; folderId: FolderId | null; complete?: Completion },
    by: Maker,
  ): Promise<DocumentId>;
  /** Words that another part of the server has made; they hold no pictures. Throws as `empty`. */
  withContent(
    wanted: {
      kind: string;
      title: string;
      folderId: FolderId | null;
      content: DocumentContent;
      complete?: Completion;
    },
    by: Maker,
  ): Promise<DocumentId>;
  /**
   * Throws as `empty`, and `documents/import-*`. Words that come back unchanged in a file that was taken from a document of ours, which
   * its importer may open, are stated to be that document's.
   */
  fromFile(
    wanted: { file: File; kind: string; title: string | null; folderId: FolderId | null; complete?: Completion },
    by: Maker,
  ): Promise<{ id: DocumentId; report: ImportReport }>;
  /**
   * Copies what is agreed, and the pictures; neither history nor shares, and nothing that waits for a decision. The copy's first row
   * states whose words they are, by their ids in the source.
   */
  copyOf(source: CopiedDocument, wanted: WantedCopy, by: Maker): Promise<DocumentId>;
  /**
   * Makes a document of what is agreed in another one, with its pictures, for a slice: where its words come from is stated in its first row, whose
   * author is the owner, for those who may open the source. Nothing of what was typed, deleted, said or proposed there comes along, nor whom
   * its text mentions. With `seq` the source must end at that row. [FA1]
   * @throws Refusal `documents/unknown-kind`, `documents/log-moved-on`
   */
  fromAgreed(sourceId: DocumentId, wanted: WantedFromAgreed): Promise<DocumentId>;
  /** Removes what a crash left of documents that were being made: nobody ever saw them. */
  tidy(): Promise<void>;
}

export interface NewDocumentsDeps {
  readonly documents: DocumentStore;
  readonly pictures: Pictures;
  readonly live: Pick<LiveDocuments, "seed" | "readForCopy" | "readPlaces">;
  readonly exchange: Exchange;
  readonly kinds: KindRegistry;
  readonly originSeal: Pick<OriginSeal, "open">;
  readonly findAccess: FindAccess;
  readonly comments: Pick<CommentStore, "list" | "copyThreads">;
  readonly versions: Pick<LiveVersions, "keepImported">;
  readonly clock: Clock;
  readonly random: Random;
  readonly maxImportBytes: number;
}

export function createNewDocuments(deps: NewDocumentsDeps): NewDocuments {
  const { kinds, exchange } = deps;
  return {
    async empty({ kind, title, folderId, complete }, by) {
      await kinds.requireCreatable(kind, by.personId);
      const content: DocumentContent = { blocks: [{ type: "paragraph", runs: [] }] };
      const wanted = { kind, title, folderId, via: "api" as const, by, complete };
      return bringIn(deps, wanted, async () => ({ content, pictures: [] }));
    },
    async withContent({ kind, title, folderId, content, complete }, by) {
      kinds.require(kind);
      const wanted = { kind, title, folderId, via: "api" as const, by, complete };
      return bringIn(deps, wanted, async () => ({ content, pictures: [] }));
    },
    async fromFile({ file, kind, title, folderId, complete }, by) {
      await kinds.requireCreatable(kind, by.personId);
      refuseTooLarge(file.size, deps.maxImportBytes);
      const bytes = new Uint8Array(await file.arrayBuffer());
      const imported = await exchange.importFile({ name: file.name, bytes, limitBytes: deps.maxImportBytes });
      let report = imported.report;
      let source: (FileSource & { readonly title: string }) | null = null;
      const called = title ?? imported.title ?? file.name.replace(/\.[^.]*$/, "");
      const wanted = { kind, title: called, folderId, via: "import" as const, by, complete };
      const prepare = async (documentId: DocumentId): Promise<Prepared> => {
        const taken = await takePictures(deps, documentId, imported.pictures);
        report = withRefusedPictures(report, taken.refused);
        const content = exchange.replacePictureIds(imported.content, taken.ids);
        source = await findSource(deps, imported.sealedOrigin, by.personId);
        return { content, pictures: taken.records, source };
      };
      const id = await bringIn(deps, wanted, prepare, async (documentId, copies) => {
        const leftOut = source === null ? undefined : findLeftOut(source, copies);
        if (leftOut) report = { ...report, leftOut };
        await deps.versions.keepImported(documentId, cleanTitle(file.name), by.personId);
      });
      return { id, report };
    },
    async copyOf(source, { title, comments, complete }, by) {
      await kinds.requireCreatable(source.kind, by.personId);
      const copied = await deps.live.readForCopy(source.id);
      const copyTitle = title ?? titleOfCopy(source.title, by.language);
      const wanted = {
        kind: source.kind,
        title: copyTitle,
        folderId: source.folderId,
        via: "copy" as const,
        by,
        complete,
      };
      return bringIn(
        deps,
        wanted,
        (documentId) => prepareCopy(deps, copied, documentId),
        async (documentId, copies) => {
          if (comments === "everyone") await copyComments(deps, copied, { documentId, copies }, by);
        },
      );
    },
    fromAgreed: (sourceId, wanted) => fromAgreed(deps, sourceId, wanted),
    async tidy() {
      for (const id of await deps.documents.listAbandoned(deps.clock.nowMs() - abandonedMs)) {
        if (await deps.documents.forget(id)) await deps.pictures.discard(id);
      }
    },
  };
}

async function fromAgreed(
  deps: NewDocumentsDeps,
  sourceId: DocumentId,
  { kind, title, ownerId, party, seq }: WantedFromAgreed,
): Promise<DocumentId> {
  deps.kinds.require(kind);
  const source = await deps.live.readForCopy(sourceId);
  if (seq !== undefined && seq !== source.seq)
    throw refuseDocument("documents/log-moved-on", { seq, last: source.seq });
  const copied = { ...source, content: withoutMentions(source.content) };
  const wanted = { kind, title, folderId: null, via: "copy" as const, by: { personId: ownerId }, party };
  return bringIn(deps, wanted, (documentId) => prepareCopy(deps, copied, documentId));
}

/** Ids of all pictures that stand in the content. */
export function pictureIdsOf(blocks: readonly BlockContent[]): Set<ImageId> {
  return new Set([...picturesIn(blocks)].filter((id) => id !== null));
}

/** What each picture names in reading order; `null` for one that names nothing. */
function* picturesIn(blocks: readonly BlockContent[]): Generator<ImageId | null> {
  for (const block of blocks) {
    if (block.type === "table")
      for (const row of block.rows) for (const cell of row.cells) yield* picturesIn(cell.blocks);
    if (block.type !== "image") continue;
    const id = block.attributes?.["imageId"];
    yield typeof id === "string" ? (id as ImageId) : null;
  }
}

/** Of the blocks of a document those that come along where only some pictures do. */
function withPictures(
  others: readonly OtherBlock[],
  content: DocumentContent,
  kept: ReadonlyMap<string, string>,
): OtherBlock[] {
  const pictures = picturesIn(content.blocks);
  return others.filter(({ name }) => name !== "image" || kept.has(pictures.next().value ?? ""));
}

/** One clean line of at most 300 UTF-16 units, or `fallback` when nothing visible is left. */
export function cleanTitle(text: string, fallback = "—"): string {
  const line = withoutControls(text)
    .replace(/\s+/gu, " ")
    .trim()
    .slice(0, maxTitleLength)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim();
  return /[^\s\p{C}]/u.test(line) ? line : fallback;
}

/** What a document begins with. */
interface Prepared {
  readonly content: DocumentContent;
  readonly pictures: readonly PictureRecord[];
  /** The document that words of the content come from. */
  readonly source?: WordSource | null;
}

async function bringIn(
  deps: NewDocumentsDeps,
  wanted: {
    kind: string;
    title: string;
    folderId: FolderId | null;
    via: UpdateKind;
    by: Pick<Maker, "personId">;
    party?: Party | undefined;
    complete?: Completion | undefined;
  },
  prepare: (id: DocumentId) => Promise<Prepared>,
  furnish: (id: DocumentId, copies: readonly CopiedRange[]) => Promise<void> = async () => undefined,
): Promise<DocumentId> {
  const { documents, pictures, live, clock, random } = deps;
  const id = newId<"document">(random);
  const { personId } = wanted.by;
  const { party = "ours" } = wanted;
  try {
    const { content, pictures: records, source = null } = await prepare(id);
    await documents.create({
      id,
      kind: wanted.kind,
      title: cleanTitle(wanted.title),
      text: contentText(content),
      ownerId: personId,
      party,
      folderId: wanted.folderId,
      atMs: clock.nowMs(),
      shareId: newId<"share">(random),
      pictures: records,
    });
    const author = { personId, party, role: "own", connectionId: newId<"connection">(random) } as const;
    await furnish(id, await live.seed(id, content, author, wanted.via, source));
    if (wanted.complete) await complete(deps, id, wanted.complete);
    else await documents.markSeeded(id, clock.nowMs());
    return id;
  } catch (error) {
    try {
      if (await documents.forget(id)) await pictures.discard(id);
    } catch (second) {
      throw new AggregateError([error, second], `document ${id} was not made, and its traces could not be removed`);
    }
    throw error;
  }
}

async function complete(
  { documents, clock, random }: NewDocumentsDeps,
  id: DocumentId,
  run: Completion,
): Promise<void> {
  await run(id, (tx, { title, otherOwners }) =>
    documents.appear(tx, id, {
      title: cleanTitle(title),
      atMs: clock.nowMs(),
      otherOwners: otherOwners.map((personId) => ({ shareId: newId<"share">(random), personId })),
    }),
  );
}

/** The content and the pictures of a document for one that is made of it. */
async function prepareCopy(
  { pictures, exchange }: Pick<NewDocumentsDeps, "pictures" | "exchange">,
  copied: CopySource,
  documentId: DocumentId,
): Promise<Prepared> {
  const { content } = copied;
  // A picture whose file is lost, or that there never was, is none in the copy.
  const found = await pictures.readAll(copied.documentId, pictureIdsOf(content.blocks));
  const ids = new Map<string, string>();
  const records: PictureRecord[] = [];
  for (const [oldId, picture] of found) {
    const record = await pictures.prepare(documentId, picture);
    ids.set(oldId, record.id);
    records.push(record);
  }
  const others = copied.others && withPictures(copied.others, content, ids);
  return { content: exchange.replacePictureIds(content, ids), pictures: records, source: { ...copied, others } };
}

/** The content with the words of its mentions, and without whom they call: outsiders learn no ids of colleagues. */
function withoutMentions({ blocks }: DocumentContent): DocumentContent {
  return { blocks: blocks.map(blockWithoutMentions) };
}

function blockWithoutMentions(block: BlockContent): BlockContent {
  if (block.type === "table") {
    const rows = block.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({ ...cell, blocks: cell.blocks.map(blockWithoutMentions) })),
    }));
    return { ...block, rows };
  }
  if (block.type !== "paragraph") return block;
  const runs = block.runs.map(({ marks, ...run }) => {
    const { mention: _called, ...others } = marks ?? {};
    return Object.keys(others).length === 0 ? run : { ...run, marks: others };
  });
  return { ...block, runs };
}

/** Copies what everyone on the source may read of its comments, where what they are about stands in the copy. */
async function copyComments(
  { comments, clock }: NewDocumentsDeps,
  source: CopySource,
  copy: { readonly documentId: DocumentId; readonly copies: readonly CopiedRange[] },
  by: Maker,
): Promise<void> {
  const threads = await comments.list(source.documentId, null);
  const copied = threads.flatMap(({ id, anchor, ranges }) => {
    if (anchor === "proposal") return [];
    const standing = source.standing(ranges.map(([client, clock, length]) => ({ client, clock, length })));
    const there = copiesOfRanges(copy.copies, standing);
    if (there.length === 0 && anchor !== "document") return [];
    return [{ source: id, ranges: there.map(({ client, clock, length }) => [client, clock, length] as const) }];
  });
  await comments.copyThreads(copy.documentId, copied, { personId: by.personId, atMs: clock.nowMs() });
}

/**
 * The document that a file of ours was taken from, if its importer may open it: whoever may not could find out by trying what it
 * says, since words that are found in it are told apart from others.
 */
async function findSource(
  { originSeal, findAccess, documents, live }: NewDocumentsDeps,
  sealed: string | null,
  importer: PersonId,
): Promise<(FileSource & { readonly title: string }) | null> {
  const origin = sealed === null ? null : originSeal.open(sealed);
  if (origin === null || !(await findAccess(origin.documentId, importer))) return null;
  const title = await documents.findTitle(origin.documentId);
  const source = title === null ? null : await live.readPlaces(origin.documentId, origin.seq);
  return title === null || source === null ? null : { ...source, title };
}

async function takePictures(
  deps: NewDocumentsDeps,
  documentId: DocumentId,
  found: readonly { placeholderId: string; bytes: Uint8Array }[],
): Promise<{ ids: Map<string, string>; records: PictureRecord[]; refused: number }> {
  const ids = new Map<string, string>();
  const records: PictureRecord[] = [];
  let refused = 0;
  for (const { placeholderId, bytes } of found) {
    try {
      const record = await deps.pictures.prepare(documentId, deps.pictures.check(bytes));
      ids.set(placeholderId, record.id);
      records.push(record);
    } catch (error) {
      // A picture that would be refused as an upload is left out and told in the report; the text still comes in.
      if (!(error instanceof Refusal)) throw error;
      refused += 1;
    }
  }
  return { ids, records, refused };
}

function withRefusedPictures(report: ImportReport, refused: number): ImportReport {
  if (refused === 0) return report;
  const entry = {
    code: "picture-refused",
    count: refused,
    en: "Pictures that are damaged, too large or of another type than PNG, JPEG, GIF and WebP",
    zh: "损坏、过大或格式不受支持（非 PNG、JPEG、GIF、WebP）的图片",
  };
  return { ...report, notCarried: [...report.notCarried, entry] };
}

function titleOfCopy(title: string, language: Language): string {
  const suffix = { en: " (copy)", zh: "（副本）" }[language];
  return title.slice(0, maxTitleLength - suffix.length).replace(/[\uD800-\uDBFF]$/, "") + suffix;
}

function refuseTooLarge(size: number, limit: number): void {
  if (size <= limit) return;
  throw refuseDocument("documents/import-too-large", { size: formatSize(size), limit: formatSize(limit) });
}
