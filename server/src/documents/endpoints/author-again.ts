import { type Random, type Role, newId } from "@parley/base";
import type { RequestContext } from "../../platform/http/endpoint.ts";
import type { AskAuthor } from "../rooms/act-in-room.ts";
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
