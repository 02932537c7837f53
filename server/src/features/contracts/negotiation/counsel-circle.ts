/**
 * [CG1] Where counsel negotiates along, our people and counsel have a circle for comments of their own. It is made when the first of counsel comes, and
 * kept true whenever somebody comes or goes.
 */
import type { DocumentId, PersonId } from "@parley/base";
import type { NegotiationDocuments } from "./negotiation-documents.ts";

/** One name for readers of both languages. */
const COUNSEL_CIRCLE = "Counsel / 律师";

/** Has exactly our people and counsel in the circle; before the first of counsel there is none. */
export async function keepCounselCircle(
  documents: Pick<NegotiationDocuments, "listPeople" | "keepCircle">,
  documentId: DocumentId,
): Promise<void> {
  const people = await documents.listPeople(documentId);
  const personIds = people
    .filter(({ person, party }) => party === "counsel" || (party === "ours" && person.standing !== "guest"))
    .map(({ person }) => person.id as PersonId);
  const makes = people.some(({ party }) => party === "counsel");
  await documents.keepCircle(documentId, { name: COUNSEL_CIRCLE, personIds, makes });
}
