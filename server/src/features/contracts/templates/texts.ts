/** What templates, library clauses and values need of documents: their agreed words, and changes of these in a person's name. */
import { type DepartmentId, type DocumentId, type PersonId, type Random, newId, roleIncludes } from "@parley/base";
import type { BlockContent, DocumentContent } from "@parley/document";
import { refuseDocument } from "@parley/documents";
import type { CopySource, Documents, WordsListener } from "../../../documents/index.ts";
import type { Caller } from "../../../platform/caller.ts";

/** One change of a text, as documents take it. */
export type TextChange = Parameters<Documents["live"]["edit"]>[1][number];

/** How what somebody changes goes into a text. */
export type Writes = "directly" | "as-proposal" | "not";

/** A block of a text, as changes name it. */
export type BlockAddress = Extract<TextChange, { do: "removeBlocks" }>["blocks"][number];

/** A text without anything that waits for a decision. */
export interface AgreedText {
  readonly content: DocumentContent;
  /** Of its blocks on the top level, in their order. */
  readonly addresses: readonly BlockAddress[];
}

export interface Texts {
  readAgreed(documentId: DocumentId): Promise<AgreedText>;
  /** With everything that waits for a decision. */
  readProposed(documentId: DocumentId): Promise<DocumentContent>;
  /** `null` for a document that there is not, or that is in the trash. */
  findTitle(documentId: DocumentId): Promise<string | null>;
  /** How a person's changes go in; `proposes` where everybody proposes. */
  writes(documentId: DocumentId, personId: PersonId, proposes: boolean): Promise<Writes>;
  /**
   * Makes the changes in a person's name, all in one row: directly, or as their proposal where they may only propose or where `proposes`.
   * @returns how many places changed
   * @throws Refusal `documents/not-found` and as `LiveDocuments.edit`
   */
  edit(
    documentId: DocumentId,
    changes: readonly TextChange[],
    by: { readonly personId: PersonId; readonly proposes: boolean },
  ): Promise<number>;
  /** Makes a document with these words; everybody in the departments may edit it. */
  make(
    wanted: {
      readonly kind: string;
      readonly title: string;
      readonly content: DocumentContent;
      readonly departments: readonly DepartmentId[];
    },
    by: Caller,
  ): Promise<DocumentId>;
  /** Hears of words that have changed. @returns what ends it */
  onWords(listener: WordsListener): () => void;
}

export function createTexts(documents: Documents, random: Random): Texts {
  const { live, library, findAccess } = documents;
  return {
    async readAgreed(documentId) {
      const copy = await live.readForCopy(documentId);
      return { content: copy.content, addresses: addressesOf(copy) };
    },
    readProposed: (documentId) => live.readContent(documentId),
    findTitle: documents.findTitle,
    onWords: documents.onWords,
    async writes(documentId, personId, proposes) {
      const access = await findAccess(documentId, personId);
      if (!access || !roleIncludes(access.role, "suggest")) return "not";
      return proposes || access.role === "suggest" ? "as-proposal" : "directly";
    },
    async edit(documentId, changes, { personId, proposes }) {
      const connectionId = newId<"connection">(random);
      const { places } = await live.edit(documentId, changes, async () => {
        const access = await findAccess(documentId, personId);
        if (!access) throw refuseDocument("documents/not-found");
        const role = proposes && roleIncludes(access.role, "suggest") ? "suggest" : access.role;
        return { personId, party: access.party, role, connectionId };
      });
      return places;
    },
    async make({ kind, title, content, departments }, by) {
      const id = await library.newDocuments.withContent({ kind, title, folderId: null, content }, by);
      for (const departmentId of departments)
        await library.sharing.create(id, { departmentId, role: "edit", earlierThreads: "internal" }, by);
      return id;
    },
  };
}

/** Paragraphs and other blocks are told apart in a copy, each kind in reading order. */
function addressesOf({ content, paragraphs, others }: CopySource): BlockAddress[] {
  let [paragraph, other] = [0, 0];
  const pass = (block: BlockContent): void => {
    if (block.type === "paragraph") paragraph++;
    else other++;
    if (block.type !== "table") return;
    for (const { cells } of block.rows) {
      other++;
      for (const { blocks } of cells) {
        other++;
        for (const each of blocks) pass(each);
      }
    }
  };
  return content.blocks.flatMap((block): BlockAddress[] => {
    const place = block.type === "paragraph" ? paragraphs[paragraph] : others?.[other];
    pass(block);
    return place ? [{ id: place.block }] : [];
  });
}
