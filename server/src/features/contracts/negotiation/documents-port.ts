/** Documents as negotiations use them: the ports of the documents slice, in the words of this one. */
import type { DocumentId, EpochMs, Party, PersonId, Role } from "@parley/base";
import type { Documents } from "../../../documents/index.ts";
import type { NegotiationDocuments, PlacedDecision, SealedText } from "./negotiation-documents.ts";

const inHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

export function createNegotiationDocuments(documents: Documents): NegotiationDocuments {
  const { live, frozen, negotiated, library, findAccess } = documents;
  return {
    freeze: (documentId, wanted) => frozen.freeze(documentId, wanted),
    async thaw(documentId, by) {
      await frozen.thaw(documentId, by);
    },
    readSealed: async (documentId): Promise<SealedText> => {
      const { seq, content, contentHash, logHash } = await live.readSealed(documentId);
      return { seq, content, contentHash: inHex(contentHash), logHash: inHex(logHash) };
    },
    readAgreedAt: (documentId, seq) => negotiated.readAgreedAt(documentId, seq),
    copyAgreed: (sourceId, { kind, title, by }) =>
      library.newDocuments.fromAgreed(sourceId, { kind, title, ownerId: by }),
    async listWaiting(documentId) {
      const waiting = await negotiated.listWaiting(documentId);
      return waiting.map(({ id, digest, author, party, proposedAtMs, insertedText, deletedText, counters, block }) => ({
        id,
        digest,
        authorId: author,
        party,
        proposedAtMs,
        inserted: insertedText,
        deleted: deletedText,
        counters: counters !== null,
        block,
      }));
    },
    listDecided: (documentId, sinceMs) => listDecided(documents, documentId, sinceMs),
    reject: (documentId, proposals, by) => negotiated.reject(documentId, proposals, by),
    findAccess,
    async listPeople(documentId) {
      const people = await library.sharing.listParticipants(documentId, { departments: false });
      const found = await Promise.all(
        people.map(async ({ person, party }) => {
          const access = await findAccess(documentId, person.id as PersonId);
          return access ? [{ person, party, role: access.role }] : [];
        }),
      );
      return found.flat();
    },
    share: (documentId, wanted, by) => share(documents, documentId, wanted, by),
    unshare: (documentId, personId, by) => unshare(documents, documentId, personId, by),
    keepCircle: (documentId, wanted) => negotiated.keepCircle(documentId, wanted),
    async tellPages(documentIds) {
      for (const id of new Set(documentIds)) await documents.tellPages(id);
    },
    countComments: (documentId, by) => negotiated.countThreads(documentId, { ...by, isOwner: false }),
  };
}

async function listDecided(
  { negotiated }: Documents,
  documentId: DocumentId,
  sinceMs: EpochMs,
): Promise<readonly PlacedDecision[]> {
  const kept = await negotiated.listDecisions(documentId, sinceMs);
  return kept.flatMap(({ decision, takenBackBy, personId, party, decidedAtMs, partyOf, proposedAtMs }) => {
    const { verdict, proposals } = decision;
    // What was taken back waits again, and is told there.
    if (takenBackBy !== null || verdict === "takeBack" || verdict === "revive") return [];
    const placed = proposals.map(({ firstSeq, clause }) => ({
      party: partyOf(firstSeq),
      proposedAtMs: proposedAtMs(firstSeq),
      clause: clause === null ? [] : [...clause.heads, `${clause.label} ${clause.words}`.trim()],
    }));
    return [{ verdict, personId, party, decidedAtMs, proposals: placed }];
  });
}

async function share(
  { library: { sharing } }: Documents,
  documentId: DocumentId,
  wanted: { personId?: PersonId; email?: string | null; party: Party; role: Role },
  by: { personId: PersonId; language: "en" | "zh" },
): Promise<{ url: string | null }> {
  const { personId, email = null, party, role } = wanted;
  const before = (await sharing.list(documentId)).find(({ target }) =>
    target.type === "person"
      ? target.personId === personId
      : target.type === "link" && email !== null && target.email === email,
  );
  if (before) {
    // Who owns the document goes on owning it, whatever they do in the negotiation.
    const change = before.role === "own" ? { party } : { role, party };
    await sharing.update(documentId, before.id, change, by.personId);
    return { url: null };
  }
  const target = personId !== undefined ? { personId } : email !== null ? { email } : { link: "guests" as const };
  const made = await sharing.create(documentId, { ...target, role, party, earlierThreads: "internal" }, by);
  return { url: made.url };
}

async function unshare(
  { library: { sharing } }: Documents,
  documentId: DocumentId,
  personId: PersonId,
  by: PersonId,
): Promise<void> {
  for (const { id, target, usedBy } of await sharing.list(documentId)) {
    if (target.type === "person" && target.personId === personId) await sharing.revoke(documentId, id);
    else if (target.type === "link" && usedBy.some((use) => use.personId === personId))
      await sharing.removeFromLink(documentId, id, personId, by);
  }
}
