/** Changes that commands of other slices make in a document, in a person's name. */
import { type PersonId, type Random, newId, roleIncludes } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import { PROPOSING_ROLE } from "@parley/history";
import { UnwritableChange, type WrittenChange, type WrittenUpdate, writeChanges } from "@parley/proposals";
import type { TakenOutcome } from "@parley/sync";
import type { Authorship, MadeEdit } from "../live.ts";
import { type AskAuthor, becomeAuthor, refuseWhileFrozen } from "./act-in-room.ts";
import type { OpenRoom } from "./open-room.ts";

/** `LiveDocuments.edit` in an open document. Nothing waits between looking at it and taking the changes. */
export async function editNow(
  open: OpenRoom,
  changes: readonly WrittenChange[],
  { askAuthor, random }: { readonly askAuthor: AskAuthor; readonly random: Random },
): Promise<MadeEdit> {
  const asked = await becomeAuthor(open, askAuthor);
  if (!roleIncludes(asked.role, "suggest")) throw refuseDocument("documents/read-only");
  // Where everybody proposes, so does who could write directly elsewhere, and their row says so.
  const by: Authorship = open.document.standing.everybodyProposes ? { ...asked, role: PROPOSING_ROLE } : asked;
  const { update, statement, places } = write(open, changes, {
    personId: by.personId,
    proposes: by.role === PROPOSING_ROLE,
    random,
  });
  const { document, room } = open;
  if (places === 0) return { seq: document.versioned()?.seq ?? document.seq, places };
  const outcome = document.takeOwn(update, by, "api", statement);
  if (outcome.outcome !== "taken") {
    refuseWhileFrozen(open);
    throw refuseTaking(outcome);
  }
  await outcome.durable;
  room.announceOwn(outcome.update, outcome.seq);
  return { seq: outcome.seq, places };
}

function write(
  { document }: OpenRoom,
  changes: readonly WrittenChange[],
  { random, ...writer }: { readonly personId: PersonId; readonly proposes: boolean; readonly random: Random },
): WrittenUpdate {
  const negotiated = document.negotiated();
  if (negotiated === null) throw refuseDocument("documents/read-only");
  const clientId = document.issueClient(writer.personId, null, false);
  try {
    return writeChanges(negotiated, changes, { ...writer, clientId, newName: () => newId<"record">(random) });
  } catch (error) {
    throw error instanceof UnwritableChange ? refuseDocument("documents/block-not-found") : error;
  }
}

/** Why the document does not take what fits it. */
export function refuseTaking(outcome: Exclude<TakenOutcome, { readonly outcome: "taken" }>): Error {
  const code = outcome.outcome === "refused" ? outcome.code : null;
  if (code === "document-too-large" || code === "malformed") return refuseDocument("documents/too-large");
  return refuseDocument("documents/read-only");
}
