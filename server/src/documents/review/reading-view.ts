/** A document under negotiation for reading, in one of its views. */
import type { PersonId } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import type { ComparedBlockAnswer } from "@parley/documents";
import {
  type NegotiatedDocument,
  agreedView,
  listProposals,
  readMarked,
  readView,
  viewOfPerson,
} from "@parley/proposals";
import { agreedLabels } from "./agreed-labels.ts";
import { type FoundAlternatives, readProposed } from "./alternatives.ts";
import { plainAnswers, redlineOfPerson } from "./marked-redline.ts";

/** Blocks in reading order, and where they have one of several proposals. */
export interface BlocksForReading {
  readonly blocks: ComparedBlockAnswer[];
  readonly alternatives: readonly FoundAlternatives[];
}

/** A document as if everything were accepted or rejected. */
export interface ContentInView {
  readonly content: DocumentContent;
  /** Where a text as if all were accepted has one of several. */
  readonly alternatives: readonly FoundAlternatives[];
}

/** What a file is made of. */
export interface FileContent extends ContentInView {
  /** How many proposals wait. */
  readonly proposalCount: number;
}

export function readInView(document: NegotiatedDocument, view: "agreed" | "proposed"): ContentInView {
  return view === "proposed" ? readProposed(document) : { content: readView(document, agreedView), alternatives: [] };
}

/** The document as if everything were accepted or rejected, for a file. */
export function readFile(document: NegotiatedDocument, view: "agreed" | "proposed"): FileContent {
  const proposalCount = listProposals(document).length;
  const { content, alternatives } = readProposed(document);
  return { content: view === "proposed" ? content : readView(document, agreedView), proposalCount, alternatives };
}

/** The document as if everything were accepted or rejected, or with one person's proposals marked in the agreed text. */
export function readingBlocks(document: NegotiatedDocument, of: "agreed" | "proposed" | PersonId): BlocksForReading {
  if (of === "agreed") return { blocks: plainAnswers(readView(document, agreedView).blocks), alternatives: [] };
  if (of === "proposed") {
    const { view, alternatives } = readProposed(document);
    const labels = agreedLabels(document, view);
    const blocks = view.content.blocks.flatMap((block, index) => {
      const [face, ...nested] = plainAnswers([block]);
      const agreedLabel = labels.get(index);
      return face && agreedLabel !== undefined ? [{ ...face, agreedLabel }, ...nested] : plainAnswers([block]);
    });
    return { blocks, alternatives };
  }
  const personId = of;
  const shows = viewOfPerson(listProposals(document), personId);
  return { blocks: redlineOfPerson(readMarked(document).blocks, { personId, shows }), alternatives: [] };
}
