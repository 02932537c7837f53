import type { Id, IdRange } from "../ids/id-range.ts";

/** What two people did to each other's words and what only people can put right. */
export interface Damage {
  /**
   * `lost`: words that stand nowhere; `doubled`: words that stand twice; `parted`, `joined`: a paragraph break that is not as
   * wanted; `misplaced`: a paragraph that is not where somebody moved it; `returned`: words that somebody deleted and that stand;
   * `deleted`: words that one moved and another deleted, which are gone;
   * `remained`: words that stand although somebody deleted what they were typed into, or instead of; `unset`: formatting, or an attribute of a paragraph, that is not there.
   */
  readonly kind: "lost" | "doubled" | "parted" | "joined" | "misplaced" | "returned" | "deleted" | "remained" | "unset";
  readonly text: string;
  /** The words: of what is lost, deleted or remains, as they were typed; of what is doubled, the later copy. */
  readonly ids: readonly IdRange[];
  /** Of what is doubled, the earlier copy. */
  readonly others: readonly IdRange[];
  /** The block where it happened, which may be gone. */
  readonly block: Id | null;
  /** Rows of the people concerned. */
  readonly rows: readonly number[];
}
