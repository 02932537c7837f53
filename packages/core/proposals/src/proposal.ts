import type { PersonId } from "@parley/base";
import type { Id, IdRange } from "@parley/history";
import type { PlacedRecord } from "./placed-record.ts";

/** What a proposal mainly does, for words and pictures. */
export type ProposalKind = "insert" | "delete" | "replace" | "move" | "format" | "block" | "remove" | "join" | "set";

/** [PR10] Words that somebody else has put into those of a proposal, and that stay when it is accepted. */
export interface WordsInside {
  readonly by: PersonId | null;
  readonly text: string;
  /** Whether they wait themselves: then they go on waiting. */
  readonly waits: boolean;
}

export interface Proposal {
  /** Stays the same while its author goes on writing it. */
  readonly id: string;
  /** Its id before anything of it was written again: of what one row brought, the order stays what it was. */
  readonly born: string;
  readonly author: PersonId | null;
  readonly kind: ProposalKind;
  /** The rows of its oldest and newest part. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Characters that it inserts, in reading order, a line break for every paragraph that begins. */
  readonly insertedText: string;
  /** Of that, what its author wrote, and takes away by withdrawing it. */
  readonly ownText: string;
  /** Who else wrote words of that: by writing directly into a block that it brings, or where it moves them. */
  readonly writers: readonly PersonId[];
  readonly deletedText: string;
  /** What others have put into its words, or in the place of some that it would delete: it stays when this is accepted. */
  readonly inside: readonly WordsInside[];
  readonly inserted: readonly IdRange[];
  readonly blocks: readonly Id[];
  /** Characters in its blocks that its author has not written. */
  readonly others: readonly IdRange[];
  readonly records: readonly PlacedRecord[];
  /** The block in which, or instead of which, it begins. */
  readonly place: Id;
  /** Proposals that must be accepted before or along: it is about blocks that they bring, or stands in their words. */
  readonly requires: readonly string[];
  /** The proposal of somebody else that this one answers: only one of both can be accepted. */
  readonly counters: string | null;
  /** Everything that it answers: ids of proposals, and names for those that are gone. What answers the same is rival to it. */
  readonly answered: readonly string[];
  /**
   * Changes whenever the proposal does, its look included, or one of its rivals: an acceptance names what its maker saw, and it rejects
   * the rivals; and whenever agreed words come to stand inside it. `ownDigest` is the part that is about the proposal alone.
   */
  readonly digest: string;
}
