/** A round is released: the text is sealed by its hashes, the turn goes to another party, and its people are told by letter. */
import type { Clock, Party } from "@parley/base";
import { refuseNegotiation } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Log } from "../../../platform/log.ts";
import type { Mail } from "../../../platform/mail/mail.ts";
import type { Actor, Contracts } from "../record/contracts.ts";
import type { NegotiationDocuments } from "./negotiation-documents.ts";
import { roundLetter } from "./negotiation-letters.ts";
import { type NegotiationRow, findNegotiation, insertRound, listRounds } from "./negotiation-store.ts";

export interface ReleaseDeps {
  readonly contracts: Contracts;
  readonly documents: NegotiationDocuments;
  readonly people: Pick<People, "findPerson">;
  readonly mail: Pick<Mail, "send">;
  readonly clock: Clock;
  readonly log: Log;
  /** Where people reach the server, without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * Releases a round. Throws `contracts/negotiation-closed`, `contracts/not-your-turn`, `contracts/turn-to-yourself`, `contracts/nobody-of-party`.
 */
export async function releaseRound(
  deps: ReleaseDeps,
  negotiation: NegotiationRow,
  wanted: { readonly to: Party; readonly note: string },
  by: Actor,
): Promise<void> {
  const { contracts, documents, clock } = deps;
  const { documentId, contractId, id } = negotiation;
  const { to, note } = wanted;
  if (to === by.party) throw refuseNegotiation("contracts/turn-to-yourself");
  const receivers = (await documents.listPeople(documentId)).filter(({ party }) => party === to);
  if (receivers.length === 0) throw refuseNegotiation("contracts/nobody-of-party");
  const sealed = await documents.readSealed(documentId);
  await contracts.act(contractId, async (_contract, tx) => {
    const now = await findNegotiation(tx, contractId, id);
    if (!now || now.closedAt !== null) throw refuseNegotiation("contracts/negotiation-closed");
    if (now.turnParty !== by.party) throw refuseNegotiation("contracts/not-your-turn");
    const number = ((await listRounds(tx, [id])).at(-1)?.number ?? 0) + 1;
    const { seq, contentHash: textHash, logHash } = sealed;
    const releasedAt = new Date(clock.nowMs());
    await insertRound(tx, id, {
      number,
      releasedAt,
      releasedBy: by.personId,
      party: by.party,
      toParty: to,
      note,
      seq,
      textHash,
      logHash,
    });
    const facts = { ordinal: now.ordinal, number, to, note, seq, textHash, logHash };
    return { events: [{ kind: "round.released", audience: now.isShared ? "shared" : "internal", by, facts }] };
  });
  await documents.tellPages([documentId]);
  await tell(deps, negotiation, { receivers: receivers.map(({ person }) => person), note, by });
}

async function tell(
  { people, mail, publicUrl, log }: ReleaseDeps,
  { title, documentId }: NegotiationRow,
  round: { receivers: readonly { email: string; language: "en" | "zh" }[]; note: string; by: Actor },
): Promise<void> {
  const byName = (await people.findPerson(round.by.personId))?.name ?? "";
  const url = `${publicUrl}/documents/${documentId}`;
  for (const { email, language } of round.receivers) {
    try {
      await mail.send(roundLetter(email, language, { byName, title, note: round.note, url }));
    } catch (error) {
      // The round is released whether or not a letter could be kept.
      log.error({ err: error, documentId }, "A letter about a round could not be kept");
    }
  }
}
