/** What a document lets people do, whatever their role: by its kind, and while it is frozen. */
import type { DocumentId, Language } from "@parley/base";
import { type DocumentStanding, plainStanding } from "@parley/sync";
import { documentRefusals } from "@parley/documents";
import type { DocumentKind, KindRegistry } from "../library/kinds.ts";
import type { FrozenStore, StandingFacts } from "./frozen-store.ts";

/** Reads how documents stand now; one that there is not is plain. */
export type ReadStandings = (documentIds: readonly DocumentId[]) => Promise<ReadonlyMap<DocumentId, DocumentStanding>>;

export function createReadStandings(store: FrozenStore, kinds: Pick<KindRegistry, "find">): ReadStandings {
  return async (documentIds) => {
    if (documentIds.length === 0) return new Map();
    const facts = await store.readStandings(documentIds);
    return new Map(
      documentIds.map((id) => {
        const found = facts.get(id);
        return [id, found ? standingOf(found, kinds.find(found.kind)) : plainStanding];
      }),
    );
  };
}

function standingOf({ reason }: StandingFacts, kind: DocumentKind | null): DocumentStanding {
  return {
    frozen: reason === null ? null : frozenWords(kind, reason),
    everybodyProposes: kind?.proposing === "everyone",
    otherSideAccepts: kind?.accepting === "other-side",
  };
}

/** What people are told of a frozen document; a reason that its kind has no words for is told in general ones. */
export function frozenWords(kind: DocumentKind | null, reason: string): Readonly<Record<Language, string>> {
  const { en, zh } = kind?.frozenReasons?.[reason] ?? documentRefusals["documents/frozen"];
  return { en, zh };
}
