import { type DocumentId, type Language, type PersonId, type Refusal, isSameSide } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { DecisionRule } from "@parley/proposals";

/** A kind of document, as the slice that brings it describes it. */
export interface DocumentKind {
  /** Its name in the API and in the database; never changed once released. Lower case, at most 40 characters. */
  readonly kind: string;
  /** What people call it. */
  readonly label: Readonly<Record<Language, string>>;
  /** Name of its icon in the client's set. */
  readonly icon: string;
  /** [DE7] Who decides on what is proposed in such a document; asked right before each decision. Without it, whoever has the role. */
  readonly findDecisionRule?: (documentId: DocumentId) => Promise<DecisionRule>;
  /** [SY18] Where everybody proposes, also who may edit: they decide, and what they type is a proposal. */
  readonly proposing?: "everyone";
  /** [DE8] Where only the other side accepts what a side proposes, beside what `findDecisionRule` says. Pages say so before anybody tries. */
  readonly accepting?: "other-side";
  /**
   * [FA2] Guests look at versions, comparisons and the replay of such a document, from where it stood when they were invited. Only for kinds whose
   * documents hold nothing that was not for outsiders.
   */
  readonly guestHistory?: true;
  /** What people are told of a frozen document, by the reason that freezes it. */
  readonly frozenReasons?: Readonly<Record<string, Readonly<Record<Language, string>>>>;
  /** `false` for documents that are found where their slice shows them: lists of every kind leave them out. */
  readonly listed?: false;
  /** Why nobody from outside may be let into a document by sharing it; `null` where they may. Slices let in whom they like. */
  readonly refuseOutsiders?: (documentId: DocumentId) => Promise<Refusal | null>;
  /** Who may make one in the library, import one or copy one; everybody without it. Slices make theirs whatever this says. */
  readonly mayCreate?: (personId: PersonId) => Promise<boolean>;
}

/** The kinds this server knows, in the order in which they are offered. */
export interface KindRegistry {
  readonly list: readonly DocumentKind[];
  /** `null` for a name that no slice brings any more. */
  find(kind: string): DocumentKind | null;
  /** Throws `documents/unknown-kind` for a name that no slice has brought. */
  require(kind: string): DocumentKind;
  /** Throws the same, and `documents/kind-made-elsewhere` for a kind that this person may not make. */
  requireCreatable(kind: string, personId: PersonId): Promise<void>;
  /** Kinds that lists of every kind leave out. */
  readonly unlisted: readonly string[];
  /** Who decides on what is proposed in a document; `null` where whoever has the role does. */
  findDecisionRule(kind: string, documentId: DocumentId): Promise<DecisionRule | null>;
}

/** Plain text without a process of its own; the documents slice brings it. */
export const noteKind: DocumentKind = { kind: "note", label: { en: "Note", zh: "笔记" }, icon: "note" };

/** Gathers the kinds that the slices bring. Two kinds of one name are a programming error and throw. */
export function createKinds(contributed: readonly DocumentKind[]): KindRegistry {
  const byName = new Map<string, DocumentKind>();
  for (const kind of [noteKind, ...contributed]) {
    if (!/^[a-z][a-z-]{0,39}$/.test(kind.kind)) throw new Error(`“${kind.kind}” is no name for a kind of document`);
    if (byName.has(kind.kind)) throw new Error(`two slices bring the kind “${kind.kind}”`);
    byName.set(kind.kind, kind);
  }
  const require = (name: string): DocumentKind => {
    const kind = byName.get(name);
    if (!kind) throw refuseDocument("documents/unknown-kind", { kind: name });
    return kind;
  };
  return {
    list: [...byName.values()],
    unlisted: [...byName.values()].flatMap(({ kind, listed }) => (listed === false ? [kind] : [])),
    find: (name) => byName.get(name) ?? null,
    require,
    async requireCreatable(name, personId) {
      const { mayCreate } = require(name);
      if (mayCreate && !(await mayCreate(personId))) throw refuseDocument("documents/kind-made-elsewhere");
    },
    async findDecisionRule(name, documentId) {
      const kind = byName.get(name);
      const own = (await kind?.findDecisionRule?.(documentId)) ?? null;
      if (kind?.accepting !== "other-side") return own;
      return (asked) => otherSideAccepts(asked) ?? own?.(asked) ?? null;
    },
  };
}

/** [DE8] What one side proposes the other one accepts. Each side lets go of its own. */
const otherSideAccepts: DecisionRule = ({ verdict, by, proposal }) =>
  verdict === "accept" && isSameSide(by.party, proposal.party) ? refuseDocument("documents/other-side-decides") : null;
