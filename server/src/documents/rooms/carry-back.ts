/** What was changed in a copy of a document, proposed in the document. */
import { type PersonId, type Random, newId, roleIncludes } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import { DocumentReplica, PROPOSING_ROLE } from "@parley/history";
import { type CarriedBack, type CopiedDocument, carryBack, listProposals } from "@parley/proposals";
import type { Authorship, CarriedCopy, CarriedPreview } from "../live.ts";
import { type AskAuthor, becomeAuthor, becomeWritable, refuseWhileFrozen } from "./act-in-room.ts";
import { refuseTaking } from "./edit-document.ts";
import type { OpenRoom } from "./open-room.ts";

/** `LiveDocuments.carryBack` in an open document. Nothing waits between looking at it and taking what is proposed. */
export async function carryBackNow(
  open: OpenRoom,
  copy: CopiedDocument,
  { askAuthor, random }: { readonly askAuthor: AskAuthor; readonly random: Random },
): Promise<CarriedCopy> {
  const asked = await becomeAuthor(open, askAuthor);
  if (!roleIncludes(asked.role, "suggest")) throw refuseDocument("documents/read-only");
  const by: Authorship = { ...asked, role: PROPOSING_ROLE };
  const { update, places, unplaced } = propose(open, copy, { personId: by.personId, random });
  const { document, room } = open;
  if (places === 0) return { seq: document.versioned()?.seq ?? document.seq, places, unplaced };
  const outcome = document.takeOwn(update, by, "api", null);
  if (outcome.outcome !== "taken") {
    refuseWhileFrozen(open);
    throw refuseTaking(outcome);
  }
  await outcome.durable;
  room.announceOwn(outcome.update, outcome.seq);
  return { seq: outcome.seq, places, unplaced };
}

/** `LiveDocuments.previewCarryBack` in an open document: proposes on a copy of it that is thrown away. */
export async function previewCarryBack(
  open: OpenRoom,
  copy: CopiedDocument,
  writer: { readonly personId: PersonId; readonly random: Random },
): Promise<CarriedPreview> {
  await becomeWritable(open);
  const replica = await open.document.read();
  const negotiated = open.document.negotiated();
  if (negotiated === null) throw refuseDocument("documents/read-only");
  const { update, places, unplaced } = propose(open, copy, writer);
  const before = new Set(listProposals(negotiated).map(({ digest }) => digest));
  const tried = DocumentReplica.open(replica.save(), []);
  tried.take(update, () => true, { kind: "api", baseSeq: null, proposes: true, statement: null });
  const ownerOf = (client: number): PersonId | undefined => negotiated.ownerOf(client) ?? writer.personId;
  const { ydoc, attribution, lineage, pending } = tried;
  const proposals = listProposals({ ydoc, attribution, lineage, pending, ownerOf })
    .filter(({ author, digest }) => author === writer.personId && !before.has(digest))
    .map(({ kind, insertedText, deletedText }) => ({ kind, insertedText, deletedText }));
  return { seq: replica.seq, places, unplaced, proposals };
}

function propose(
  { document }: OpenRoom,
  copy: CopiedDocument,
  { personId, random }: { readonly personId: PersonId; readonly random: Random },
): CarriedBack {
  const negotiated = document.negotiated();
  if (negotiated === null) throw refuseDocument("documents/read-only");
  const clientId = document.issueClient(personId, null, false);
  const newName = (): string => newId<"record">(random);
  return carryBack(negotiated, copy, { personId, clientId, newName, pictureIds: () => null });
}
