/** Who is in a private draft: everybody of its side in the negotiation, and whom that side lets in. */
import type { DocumentId, PersonId, Role } from "@parley/base";
import { type Side, sideOf } from "@parley/contracts";
import type { Log } from "../../../platform/log.ts";
import type { NegotiationDocuments } from "../negotiation/negotiation-documents.ts";
import type { LaneRow } from "./lane-store.ts";

type People = Pick<NegotiationDocuments, "findAccess" | "listPeople" | "share" | "unshare">;

/** The role in a draft of who has one in the negotiation: whoever may propose there writes. */
const roleInLane = (role: Role): Role => (role === "view" || role === "comment" ? role : "edit");

/** [LN1] Lets everybody of the side in the negotiation into its draft who is not in it yet. */
export async function letSideIn(
  documents: People,
  lane: Pick<LaneRow, "documentId" | "sharedId" | "side">,
  by: { readonly personId: PersonId; readonly language: "en" | "zh" },
): Promise<void> {
  for (const { person, party, role } of await documents.listPeople(lane.sharedId)) {
    const personId = person.id as PersonId;
    if (party !== lane.side || (await documents.findAccess(lane.documentId, personId)) !== null) continue;
    await documents.share(lane.documentId, { personId, party, role: roleInLane(role) }, by);
  }
}

/** [LN5] Lets everybody into the newer document of a draft who is in the older one, counsel whom the side let in, too. */
export async function letSameIn(
  documents: People,
  olderId: DocumentId,
  newer: Pick<LaneRow, "documentId">,
  by: { readonly personId: PersonId; readonly language: "en" | "zh" },
): Promise<void> {
  for (const { person, party, role } of await documents.listPeople(olderId)) {
    const personId = person.id as PersonId;
    if ((await documents.findAccess(newer.documentId, personId)) === null)
      await documents.share(newer.documentId, { personId, party, role }, by);
  }
}

/** [LN4] Takes everybody out of a draft who is of its side no more, or not in the negotiation. Counsel stays whom the side let in. */
export async function takeStrangersOut(documents: People, lane: LaneRow, log: Pick<Log, "error">): Promise<void> {
  const sideThere = async (personId: PersonId): Promise<Side | null> => {
    const access = await documents.findAccess(lane.sharedId, personId);
    return access && (access.party === "counsel" ? lane.side : sideOf(access.party));
  };
  const inside = await documents.listPeople(lane.documentId);
  const staying: PersonId[] = [];
  const leaving: { readonly personId: PersonId; readonly role: Role }[] = [];
  for (const { person, role } of inside) {
    const personId = person.id as PersonId;
    if ((await sideThere(personId)) !== lane.side) leaving.push({ personId, role });
    else staying.push(personId);
  }
  for (const { personId, role } of leaving) {
    try {
      // A document has an owner: whoever stays becomes it.
      const [heir] = staying;
      if (role === "own" && heir !== undefined)
        await documents.share(
          lane.documentId,
          { personId: heir, party: lane.side, role: "own" },
          { personId, language: "en" },
        );
      await documents.unshare(lane.documentId, personId, personId);
    } catch (error) {
      log.error(
        { err: error, documentId: lane.documentId, personId },
        "Somebody could not be taken out of a private draft",
      );
    }
  }
}
