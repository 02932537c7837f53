/** What other slices tell about words beside what was done to them: they know of what happened to the text as a whole. */
import type { DocumentId, EpochMs, Language, Party, PersonId } from "@parley/base";
import type { DocumentReplica, Id } from "@parley/history";
import { decidedTurns } from "./decided-turns.ts";

/** From which row on words were agreed, and with which they went; `null` where they wait or were never agreed, and where they stand. */
export interface WordStanding {
  readonly agreedSeq: number | null;
  readonly goneSeq: number | null;
}

/** A step as another slice tells it; `{name}` in its sentence is the person's. */
export interface SliceStep {
  readonly atMs: EpochMs;
  readonly personId: PersonId | null;
  readonly party: Party;
  readonly sentence: Readonly<Record<Language, string>>;
  readonly href: string | null;
}

/** Who asks. A guest is told what everybody in the document knows, since they were let in. */
interface StoryReader {
  readonly personId: PersonId;
  readonly isGuest: boolean;
  readonly isAdministrator: boolean;
  readonly historySince: EpochMs | null;
}

/** Tells what follows for words from where they stand, for each of them oldest first. */
export type StepProvider = (
  documentId: DocumentId,
  words: readonly WordStanding[],
  reader: StoryReader,
) => Promise<readonly (readonly SliceStep[])[]>;

/** The providers of all slices. */
export interface ContributedSteps {
  /** Adds what a slice tells. @returns what ends it */
  add(provider: StepProvider): () => void;
  read: StepProvider;
}

export function createContributedSteps(): ContributedSteps {
  const providers = new Set<StepProvider>();
  return {
    add(provider) {
      providers.add(provider);
      return () => void providers.delete(provider);
    },
    async read(documentId, words, reader) {
      const told = await Promise.all([...providers].map((provider) => provider(documentId, words, reader)));
      return words.map((_word, index) =>
        told.flatMap((steps) => steps[index] ?? []).toSorted((a, b) => a.atMs - b.atMs),
      );
    },
  };
}

/** From which row on a character was agreed; `null` where it waits. What was moved was agreed where it stood before. */
export function agreedFrom(replica: DocumentReplica, id: Id): number | null {
  const { attribution, lineage, seq } = replica;
  if (replica.wasPending(id, seq)) return null;
  const turn = decidedTurns(replica, id, seq).findLast(({ to }) => to === "agreed");
  if (turn) return turn.seq;
  const [written] = lineage.writtenBy({ ...id, length: 1 });
  const { client, clock } = written?.source ?? id;
  return attribution.insertingRow(client, clock) ?? attribution.insertingRow(id.client, id.clock) ?? null;
}
