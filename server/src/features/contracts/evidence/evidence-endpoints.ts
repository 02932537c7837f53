/** Evidence bundles over HTTP. Taking one is an event of the contract. */
import type { Clock } from "@parley/base";
import { type BundleReader, contractsApi, refuseContract, refuseEvidence } from "@parley/contracts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { Policy } from "../../../platform/http/endpoint.ts";
import type { MasterPolicies } from "../parties/master-policy.ts";
import type { ContractGrant, ContractPolicies } from "../record/contract-policy.ts";
import type { Contracts } from "../record/contracts.ts";
import { type EvidenceDeps, gatherEvidence } from "./gather-evidence.ts";
import { gatherForCounterparty } from "./gather-for-counterparty.ts";
import type { SigningKey } from "./signing-key.ts";
import { signBundle } from "./write-bundle.ts";

export interface EvidenceEndpointDeps extends EvidenceDeps {
  readonly contracts: Contracts;
  readonly policies: Pick<ContractPolicies, "sees">;
  readonly master: Pick<MasterPolicies, "mayEdit">;
  readonly key: SigningKey;
  readonly clock: Clock;
}

export function createEvidenceEndpoints(deps: EvidenceEndpointDeps): EndpointTree {
  const { contracts, key, clock } = deps;
  return {
    bundle: endpoint(contractsApi.evidence.bundle, {
      allow: takesEvidence(deps),
      handle: async ({ grant: { caller, contract: seen }, input }) => {
        const contract = await contracts.find(seen.id);
        if (!contract) throw refuseContract("contracts/not-found");
        const reader = { personId: caller.personId, isColleague: true, party: "ours", isOwner: false } as const;
        const forUs = input.for === "us";
        const { facts, files } = forUs
          ? await gatherEvidence(deps, contract, reader)
          : await gatherForCounterparty(deps, contract, caller.personId);
        const madeBy = forUs ? { id: caller.personId, name: caller.name } : null;
        const madeAt = new Date(clock.nowMs()).toISOString();
        const bundle = signBundle({ ...facts, for: input.for, madeAt, madeBy }, files, key);
        const kind = forUs ? "export.evidence" : "export.evidence-shared";
        const told = { manifestHash: bundle.manifestHash, keyFingerprint: key.fingerprint };
        const by = { personId: caller.personId, party: "ours" as const };
        await contracts.act(contract.id, () => ({
          events: [{ kind, audience: "internal", by, facts: told }],
        }));
        return bundleAnswer(bundle.zip, input.for, facts.contract.number ?? facts.contract.name);
      },
    }),
    key: endpoint(contractsApi.evidence.key, {
      allow: colleague,
      handle: () => ({
        algorithm: "Ed25519" as const,
        publicKey: Buffer.from(key.publicKey).toString("base64"),
        keyFingerprint: key.fingerprint,
      }),
    }),
  };
}

/** Whoever leads the contract, and whoever reads the whole register. Throws `contracts/not-found`, `contracts/evidence-not-yours`. */
function takesEvidence({ policies, master }: EvidenceEndpointDeps): Policy<{ id: string }, ContractGrant> {
  const take: Policy<{ id: string }, ContractGrant> = async (call) => {
    const grant = await policies.sees(call);
    if (!grant.mayLead && !(await master.mayEdit(grant.caller))) throw refuseEvidence("contracts/evidence-not-yours");
    return grant;
  };
  return Object.assign(take, { label: "who leads the contract, or reads the whole register" });
}

/** The file, under a name that says what it is in both languages. */
function bundleAnswer(
  zip: Uint8Array<ArrayBuffer>,
  reader: BundleReader,
  called: string,
): { headers: Record<string, string>; body: File } {
  const safe = called.replace(/[\p{Cc}\p{Surrogate}/\\:*?"<>|]/gu, "_");
  const name = `${safe} 证据包.zip`;
  const plain = `evidence-${reader === "us" ? safe.replace(/[^\x20-\x7e]/gu, "_") : "shared"}.zip`;
  return {
    headers: {
      "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
    body: new File([zip], name, { type: "application/zip" }),
  };
}
