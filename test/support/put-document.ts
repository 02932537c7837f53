import { type DocumentId, type PersonId, type Random, type UpdateKind, newId } from "@parley/base";
import { type DocumentContent, contentText } from "@parley/document";
import type { Library } from "../../server/src/documents/library/library.ts";
import type { LiveDocuments } from "../../server/src/documents/live.ts";

/** What a document is put into: the library and the live documents of one server. */
export interface Shelf {
  readonly library: Library;
  readonly live: Pick<LiveDocuments, "seed">;
  readonly random: Random;
  readonly nowMs: () => number;
}

/** Makes a document with content, as an import does once its file has been read; without the thread that reads one. */
export async function putDocument(
  { library, live, random, nowMs }: Shelf,
  ownerId: PersonId,
  wanted: {
    readonly kind: string;
    readonly title: string;
    readonly content: DocumentContent;
    readonly via: UpdateKind;
  },
): Promise<DocumentId> {
  const { kind, title, content, via } = wanted;
  const id = newId<"document">(random);
  await library.documents.create({
    id,
    kind,
    title,
    ownerId,
    party: "ours",
    folderId: null,
    pictures: [],
    text: contentText(content),
    atMs: nowMs(),
    shareId: newId(random),
  });
  await live.seed(id, content, { personId: ownerId, party: "ours", role: "own", connectionId: newId(random) }, via);
  await library.documents.markSeeded(id, nowMs());
  return id;
}
