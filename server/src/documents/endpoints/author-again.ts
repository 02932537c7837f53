import { type Random, type Role, newId } from "@parley/base";
import type { RequestContext } from "../../platform/http/endpoint.ts";
import type { KindRegistry } from "../library/kinds.ts";
import type { AskAuthor, AskDecider } from "../rooms/act-in-room.ts";
import type { DocumentPolicies } from "../sharing/document-policy.ts";

/** Asks once more what the caller of an endpoint may do, when it comes to changing the document. */
export function authorAgain(
  { policies, random }: { readonly policies: DocumentPolicies; readonly random: Random },
  needed: Role,
  { input, context }: { readonly input: { readonly id: string }; readonly context: RequestContext },
): AskAuthor {
  const allow = policies.atLeast(needed);
  return async () => {
    const { caller, access } = await allow({ input, context });
    return { personId: caller.personId, ...access, connectionId: newId<"connection">(random) };
  };
}

/** The same of who decides, with the rule by which they do [DE7]. */
export function deciderAgain(
  { kinds, policies, random }: Parameters<typeof authorAgain>[0] & { readonly kinds: KindRegistry },
  needed: Role,
  { input, context }: Parameters<typeof authorAgain>[2],
): AskDecider {
  const allow = policies.atLeast(needed);
  return async () => {
    const { caller, access, documentId, kind } = await allow({ input, context });
    const rule = await kinds.findDecisionRule(kind, documentId);
    return { personId: caller.personId, ...access, connectionId: newId<"connection">(random), rule };
  };
}
