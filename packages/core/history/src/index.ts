export { applyExactly, collectDeleted } from "./apply-exactly.ts";
export { type AnchoredDocument, presentRanges } from "./anchors/present-ranges.ts";
export {
  type BlockPlace,
  beginsWithCharacter,
  hasAtMostPieces,
  holdsRange,
  placeOf,
  readAnchored,
} from "./anchors/read-anchored.ts";
export { AttributionIndex } from "./attribution-index.ts";
export {
  type AttributionNews,
  type ToldRange,
  hasCopiesBetween,
  readAttributionNews,
  rowsNamedIn,
} from "./attribution-news.ts";
export { type ClaimedRange, Attribution } from "./attribution.ts";
export {
  type ChainedRow,
  type RowFacts,
  type Sha256,
  CHAIN_START,
  PROPOSING_ROLE,
  asTailRow,
  equalBytes,
  findBrokenLink,
  hashRow,
} from "./chain.ts";
export { HistoryIndex, readsIndex } from "./history-index.ts";
export { type ValueKind, type ValuedRange, IdMap, rowNumber } from "./ids/id-map.ts";
export { type Id, type IdRange, joinRanges } from "./ids/id-range.ts";
export { IdSet } from "./ids/id-set.ts";
export { type InspectedUpdate, type UpdateFault, inspectUpdate } from "./incoming.ts";
export type { CopiedRange } from "./lineage/copied-range.ts";
export { knownSince } from "./lineage/known-since.ts";
export { Lineage } from "./lineage/lineage.ts";
export { findMosaicsWithout } from "./lineage/mosaics.ts";
export { pairUnchanged } from "./provenance/pair-unchanged.ts";
export {
  type OtherBlock,
  type ParagraphPlace,
  readOtherBlocks,
  readParagraphPlaces,
  readVersionOtherBlocks,
  readVersionPlaces,
} from "./provenance/paragraph-places.ts";
export {
  type Provenance,
  type ProvenancePart,
  ProvenanceIndex,
  copiesOfRanges,
  pairCopiedBlocks,
  pairCopiedParagraphs,
} from "./provenance/provenance.ts";
export {
  type AttributedDocument,
  type GoneWith,
  type Origins,
  type TextSpan,
  isOneParagraph,
  readTextSpans,
} from "./reading.ts";
export { hashAgreed } from "./versions/agreed-hash.ts";
export { bringsNothing } from "./brings-nothing.ts";
export { findTooManyPieces, updateLimits } from "./update-limits.ts";
export { type RowStatement, decodeStatement, encodeStatement } from "./statement.ts";
export {
  type ReplicaState,
  type RowContext,
  type TailRow,
  type TakenUpdate,
  type UpdateCheck,
  type UpdateRefusal,
  DocumentReplica,
  ReplicaSpoiled,
} from "./replica.ts";
export {
  type VersionBlock,
  type VersionPiece,
  type VersionView,
  type VersionedDocument,
  readVersion,
  versionContent,
  wasThere,
} from "./versions/version-tree.ts";
export {
  type BlockFate,
  type ComparedBlock,
  type ComparedPiece,
  type PieceFate,
  type ValueChange,
  comparisonSide,
} from "./versions/comparison.ts";
export { type ComparedView, compareVersions } from "./versions/compare-versions.ts";
export { type LostWords, lostAgreements } from "./versions/lost-agreements.ts";

export { netComparison } from "./versions/net-changes.ts";
export { commonInOrder, cutWords, differWords } from "./versions/words.ts";
export type { PresentDocument } from "./versions/present-document.ts";
export { type BlocksOfRow, agreedBlocks } from "./versions/agreed-blocks.ts";
export { type Restoration, restoreVersion } from "./versions/restore-version.ts";
export { type ChangeSize, changeSizes } from "./versions/change-sizes.ts";
export {
  type AttributeFact,
  type FormatFact,
  type FormatSpan,
  FormatAuthors,
  readFormatting,
} from "./stories/format-authors.ts";
export {
  type RowChange,
  type RowDeed,
  changesOfRows,
  formerPlaceOfChange,
  placeOfChange,
} from "./stories/row-changes.ts";
export { type BrokenWords, brokenByChange } from "./stories/broken-paragraphs.ts";
export { type NewMention, newMentions, textAround } from "./stories/new-mentions.ts";
export { type RowSize, RowSizes } from "./stories/row-sizes.ts";
export {
  type FormerPlace,
  type PlacingFact,
  type WordsArrival,
  arrivalSince,
  formerPlaceOfBlock,
} from "./stories/placing.ts";
export { type ProposedOf, type WordPart, type WordStory, readWordStory } from "./stories/word-story.ts";
export type { Damage } from "./forwarding/damage.ts";
export type { Wish } from "./forwarding/wishes.ts";
export { RememberedWishes } from "./forwarding/remembered-wishes.ts";
export { takenAgain } from "./forwarding/taken-again.ts";
export { type Forwarding, deletionsOnly, planForwarding } from "./forwarding/plan-forwarding.ts";
export { type ArrivedRow, type ForwardingDocument } from "./forwarding/row-view.ts";
export {
  type BlockPhase,
  type FilmBlock,
  type ProposedLife,
  type ProposedLives,
  filmVersions,
  frameContent,
} from "./versions/film.ts";
export type { FilmSpan, TextPhase } from "./versions/film-spans.ts";
export { type Repair, planRepair } from "./forwarding/repair.ts";
export { WrittenPlaces } from "./forwarding/written-places.ts";
export {
  type ToldOrigin,
  type ToldRow,
  type TurnedDown,
  type VoidedRows,
  decodeAttribution,
  encodeAttribution,
  turnedDownWith,
} from "./told-attribution.ts";
export { elementsAround } from "./elements-around.ts";
