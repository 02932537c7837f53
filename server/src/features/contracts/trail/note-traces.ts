/**
 * What people do with a contract's documents beside changing them comes into the contract's trail: files that are taken, doors that are
 * opened to others, and once a day who looked.
 */
import type { Clock } from "@parley/base";
import type { DocumentTrail, Trace } from "../../../documents/index.ts";
import type { Log } from "../../../platform/log.ts";
import type { Contracts } from "../record/contracts.ts";
import { hasDone } from "./trail-store.ts";

const dayMs = 86_400_000;

const kinds: Readonly<Record<Trace["what"], string>> = {
  opened: "access.opened",
  entered: "access.entered",
  shared: "access.shared",
  "share-changed": "access.changed",
  "share-ended": "access.ended",
  removed: "access.removed",
  exported: "export.document",
};

interface NotingParts {
  readonly documents: Pick<DocumentTrail, "listen">;
  readonly contracts: Pick<Contracts, "findByDocument" | "act">;
  readonly clock: Clock;
  readonly log: Pick<Log, "error">;
}

/** Listens to what is done with documents. @returns what ends it; what is being written is waited for */
export function noteTraces(parts: NotingParts): () => Promise<void> {
  let writing = Promise.resolve();
  const fail = (error: unknown): void =>
    parts.log.error({ err: error }, "What was done with a document is not in its contract's trail");
  const end = parts.documents.listen((trace) => {
    writing = writing.then(() => note(parts, trace)).catch(fail);
  });
  return async () => {
    end();
    await writing;
  };
}

async function note({ contracts, clock }: NotingParts, { what, documentId, personId, ...facts }: Trace): Promise<void> {
  const contract = await contracts.findByDocument(documentId);
  if (!contract) return;
  const kind = kinds[what];
  await contracts.act(contract.id, async (_locked, tx) => {
    const since = { kind, personId, documentId, sinceMs: clock.nowMs() - dayMs };
    if (what === "opened" && (await hasDone(tx, contract.id, since))) return { events: [] };
    const by = { personId, party: "ours" } as const;
    return { events: [{ kind, audience: "internal", by, facts: { documentId, ...facts } }] };
  });
}
