/** An endpoint that decides: who is refused there comes into the trail of the document. */
import type { AnyContractProcedure } from "@orpc/contract";
import { type DocumentId, Refusal } from "@parley/base";
import type { AttemptCode } from "@parley/documents";
import { type EndpointTree, type Policy, type RequestContext, endpoint } from "../../platform/http/endpoint.ts";
import type { EndpointDeps } from "./deps.ts";

/** Refusals that are about who decides on what; others say that a request cannot be carried out. */
const trailed: ReadonlyMap<string, AttemptCode> = new Map([
  ["documents/role-too-weak", "role"],
  ["documents/not-your-proposal", "not-yours"],
  ["documents/decision-of-others", "others-decision"],
  ["documents/proposals-changed", "stale"],
  ["documents/decision-taken-back", "stale"],
]);

/** [DE7] Of the codes of documents none is a rule's own. */
const isByRule = ({ code, kind }: Refusal): boolean => kind.status === 403 && !code.startsWith("documents/");

type Trail = Pick<EndpointDeps, "refused" | "log"> & { readonly library: Pick<EndpointDeps["library"], "findAccess"> };
interface Call {
  readonly input: { readonly id: string };
  readonly context: RequestContext;
}

/** As `endpoint`, of a decision in the document that the input names by `id`. */
export function trailedEndpoint<P extends AnyContractProcedure, Grant>(
  trail: Trail,
  procedure: P,
  { allow, handle }: Parameters<typeof endpoint<P, Grant>>[1],
): EndpointTree[string] {
  const kept = async <Result>(call: Call, run: () => Promise<Result> | Result): Promise<Result> => {
    try {
      return await run();
    } catch (error) {
      await noteRefusal(trail, call, error);
      throw error;
    }
  };
  const policy: Policy<Parameters<typeof allow>[0]["input"], Grant> = (call) => kept(call as Call, () => allow(call));
  return endpoint<P, Grant>(procedure, {
    allow: Object.assign(policy, { ...(allow.label !== undefined && { label: allow.label }) }),
    handle: (call) => kept(call as unknown as Call, () => handle(call)),
  });
}

/** Whoever has no access to the document is refused as if there were none, and is in no trail. */
async function noteRefusal({ refused, library, log }: Trail, { input, context }: Call, error: unknown): Promise<void> {
  const personId = context.caller?.personId;
  if (!(error instanceof Refusal) || personId === undefined) return;
  const code = isByRule(error) ? "rule" : trailed.get(error.code);
  const reason = error.code;
  if (code === undefined) return;
  const documentId = input.id as DocumentId;
  try {
    const access = await library.findAccess(documentId, personId);
    if (access === null) return;
    refused.note({ documentId, personId, ...access, connectionId: null, act: "decision", code, reason });
  } catch (failure) {
    // The answer is the refusal, whatever becomes of its trace.
    log.error({ err: failure, documentId }, "A refused decision could not be kept");
  }
}
