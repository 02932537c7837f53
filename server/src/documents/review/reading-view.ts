/** A document under negotiation for reading, in one of its views. */
import type { PersonId } from "@parley/base";
import type { ComparedBlockAnswer } from "@parley/documents";
import {
  type NegotiatedDocument,
  agreedView,
  listProposals,
  proposedView,
  readMarked,
  readView,
  viewOfPerson,
} from "@parley/proposals";
import { plainAnswers, redlineOfPerson } from "./marked-redline.ts";

/** Blocks as if everything were accepted or rejected, or with one person's proposals marked in the agreed text. */
export function readingBlocks(
  document: NegotiatedDocument,
  of: "agreed" | "proposed" | PersonId,
): ComparedBlockAnswer[] {
  if (of === "agreed" || of === "proposed")
    return plainAnswers(readView(document, of === "agreed" ? agreedView : proposedView).blocks);
  const shows = viewOfPerson(listProposals(document), of);
  return redlineOfPerson(readMarked(document).blocks, { personId: of, shows });
}
