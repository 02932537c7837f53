import { type DocumentId, type EpochMs, type Role, isId, roleIncludes } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import { refusePeople } from "@parley/people";
import type { Caller } from "../../platform/caller.ts";
import type { Policy } from "../../platform/http/endpoint.ts";
import { signedIn } from "../../platform/http/policies.ts";
import type { Access } from "../access.ts";
import type { KindRegistry } from "../library/kinds.ts";
import type { Grant } from "./access-store.ts";
import { type FindGrant, accessOf, historySince } from "./find-access.ts";

/** What a policy of a document found out about the call. */
export interface DocumentGrant {
  readonly caller: Caller;
  readonly documentId: DocumentId;
  readonly access: Access;
  readonly kind: string;
  readonly isTrashed: boolean;
  /** What happened before this is none of the caller's business; `null` for a colleague, who may know the whole history. */
  readonly historySince: EpochMs | null;
  /** Versions from before this are none of the caller's business; `null` for a colleague. */
  readonly versionsSince: EpochMs | null;
}

/** Policies of endpoints whose input names a document by `id`. */
export interface DocumentPolicies {
  /**
   * At least this role. Without any access `documents/not-found`; for a document that is shared with the caller and in its
   * owner's trash `documents/in-owners-trash`; with a weaker role `documents/role-too-weak`; when one's own trash is what weakens it, `documents/in-trash`. With `colleagues`
   * a guest is refused as `people/not-permitted`, whatever their role; with `history` only where the document's kind keeps its history from them.
   */
  atLeast(
    needed: Role,
    options?: { readonly colleagues?: boolean; readonly history?: true },
  ): Policy<{ id: string }, DocumentGrant>;
  /** The owner, also while the document is in the trash. The grant's role is then `own`. */
  readonly ownerAlsoInTrash: Policy<{ id: string }, DocumentGrant>;
}

export function createDocumentPolicies(findGrant: FindGrant, kinds: Pick<KindRegistry, "find">): DocumentPolicies {
  return {
    atLeast(needed, { colleagues = false, history } = {}) {
      const policy: Policy<{ id: string }, DocumentGrant> = async ({ input, context }) => {
        const caller = await signedIn({ input, context });
        const documentId = readDocumentId(input.id);
        const grant = await findGrant(documentId, caller.personId);
        const access = grant && accessOf(grant);
        if (!grant) throw refuseDocument("documents/not-found");
        // Whoever has a share knows the document already; they are told that it may come back.
        if (!access) throw refuseDocument("documents/in-owners-trash");
        if (grant.isTrashed && !roleIncludes(access.role, needed)) throw refuseDocument("documents/in-trash");
        if (!roleIncludes(access.role, needed)) throw tooWeak(access.role, needed);
        if (colleagues && caller.standing === "guest") throw refusePeople("people/not-permitted");
        const { kind, isTrashed } = grant;
        if (history && caller.standing === "guest" && kinds.find(kind)?.guestHistory !== true)
          throw refusePeople("people/not-permitted");
        return { caller, documentId, access, kind, isTrashed, ...sinceFor(caller, grant) };
      };
      const guests = history
        ? "colleagues, and guests where the document's kind tells them its history,"
        : colleagues
          ? "colleagues"
          : "callers, guests too,";
      return Object.assign(policy, { label: `${guests} with the role “${needed}” or more in the document` });
    },
    ownerAlsoInTrash: Object.assign(
      (async ({ input, context }) => {
        const caller = await signedIn({ input, context });
        const documentId = readDocumentId(input.id);
        const grant = await findGrant(documentId, caller.personId);
        if (!grant) throw refuseDocument("documents/not-found");
        if (!accessOf(grant)) throw refuseDocument("documents/in-owners-trash");
        if (grant.role !== "own") throw tooWeak(grant.role, "own");
        const access = { role: grant.role, party: grant.party };
        const { kind, isTrashed } = grant;
        return { caller, documentId, access, kind, isTrashed, ...sinceFor(caller, grant) };
      }) satisfies Policy<{ id: string }, DocumentGrant>,
      { label: "the document's owner" },
    ),
  };
}

const sinceFor = ({ standing }: Caller, grant: Grant): Pick<DocumentGrant, "historySince" | "versionsSince"> => {
  const isColleague = standing !== "guest";
  return {
    historySince: historySince({ isColleague }, grant),
    versionsSince: isColleague ? null : (grant.invitedSince ?? Infinity),
  };
};

/** An id of another shape names no document, so it answers as one that does not exist. */
function readDocumentId(id: string): DocumentId {
  if (!isId(id)) throw refuseDocument("documents/not-found");
  return id as DocumentId;
}

function tooWeak(role: Role, needed: Role): Error {
  return refuseDocument("documents/role-too-weak", { role, needed });
}
