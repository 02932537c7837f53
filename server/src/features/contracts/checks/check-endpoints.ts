/** The checks, what is left aside, and the playbook. */
import { type DepartmentId, type PersonId, isId } from "@parley/base";
import {
  type AssessedFinding,
  type ContractChecks,
  checkPlaybook,
  contractsApi,
  noFacts,
  readCheckedText,
  refuseCheck,
} from "@parley/contracts";
import { contentText } from "@parley/document";
import type { Clock } from "@parley/base";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, type Policy, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { MasterPolicies } from "../parties/master-policy.ts";
import type { ContractGrant, ContractPolicies } from "../record/contract-policy.ts";
import type { Contracts } from "../record/contracts.ts";
import {
  chooseVersion,
  newestVersion,
  publishDraft,
  putIgnored,
  readDraft,
  readSeverities,
  removeIgnored,
  replaceSeverities,
  saveDraft,
} from "./check-store.ts";
import type { CheckedContract, Checks, WeighedFinding } from "./checks.ts";

interface CheckEndpointDeps {
  readonly sql: Sql;
  readonly contracts: Contracts;
  readonly policies: ContractPolicies;
  readonly checks: Checks;
  readonly people: People;
  readonly master: Pick<MasterPolicies, "mayEdit">;
  readonly clock: Clock;
}

export function createCheckEndpoints(deps: CheckEndpointDeps): EndpointTree {
  return { ...createFindingEndpoints(deps), ...createPlaybookEndpoints(deps) };
}

type PresentDeps = Pick<CheckEndpointDeps, "people" | "master">;

/** Those who keep the master data keep the playbook, too. */
const keeps = ({ master }: Pick<CheckEndpointDeps, "master">, caller: Caller): Promise<boolean> =>
  master.mayEdit(caller);

function createFindingEndpoints(deps: CheckEndpointDeps): EndpointTree {
  const { contracts, policies, checks, clock } = deps;
  return {
    read: endpoint(contractsApi.checks.read, {
      allow: policies.sees,
      handle: async ({ grant, input }) =>
        presentChecks(deps, grant, await checks.findingsOf(grant.contract, input.view)),
    }),
    ignore: endpoint(contractsApi.checks.ignore, {
      allow: policies.sees,
      handle: async ({ grant, input }) => {
        const { contract, caller } = grant;
        const found = await checks.findingsOf(contract, input.view);
        const finding = found.findings.find(({ key }) => key === input.key);
        if (!finding) throw refuseCheck("checks/finding-gone");
        if (!mayIgnore(finding, grant, await keeps(deps, caller))) throw refuseCheck("checks/not-yours-to-ignore");
        const { personId } = caller;
        await contracts.act(contract.id, async (_, tx) => {
          await putIgnored(tx, contract.id, {
            key: input.key,
            reason: input.reason,
            at: new Date(clock.nowMs()),
            personId,
          });
          const facts = { ...factsOfEvent(finding), reason: input.reason };
          return { events: [{ kind: "checks.ignored", audience: "internal", by: { personId, party: "ours" }, facts }] };
        });
        return {};
      },
    }),
    heed: endpoint(contractsApi.checks.heed, {
      allow: policies.sees,
      handle: async ({ grant: { contract, caller }, input }) => {
        const { personId } = caller;
        await contracts.act(contract.id, async (_, tx) => {
          const wasIgnored = await removeIgnored(tx, contract.id, input.key);
          const facts = { key: input.key };
          const event = {
            kind: "checks.heeded",
            audience: "internal" as const,
            by: { personId, party: "ours" as const },
            facts,
          };
          return { events: wasIgnored ? [event] : [] };
        });
        return {};
      },
    }),
    usePlaybook: endpoint(contractsApi.checks.usePlaybook, {
      allow: policies.leads,
      handle: async ({ grant: { contract, caller }, input: { version } }) => {
        await contracts.act(contract.id, async (_, tx) => {
          if (!(await chooseVersion(tx, contract.id, version))) throw refuseCheck("checks/playbook-version-not-found");
          const by = { personId: caller.personId, party: "ours" as const };
          return { events: [{ kind: "checks.playbook-chosen", audience: "internal", by, facts: { version } }] };
        });
        return {};
      },
    }),
  };
}

/** What blocks or asks for an approver is left aside only by those who keep the playbook; other things by who leads the contract, too. */
function mayIgnore(finding: WeighedFinding, { mayLead }: ContractGrant, isKeeper: boolean): boolean {
  return isKeeper || (mayLead && finding.severity !== "blocking" && finding.approver === null);
}

function factsOfEvent({ code, rule, place, key }: WeighedFinding): Record<string, string> {
  return { key, code, ...(rule !== undefined && { rule }), ...(place && { words: place.quote }) };
}

/** What was found, as somebody sees it. */
export async function presentChecks(
  deps: PresentDeps,
  grant: ContractGrant,
  found: CheckedContract,
): Promise<ContractChecks> {
  const isKeeper = await keeps(deps, grant.caller);
  const ignorers = found.findings.flatMap(({ ignored }) => (ignored ? [ignored.personId] : []));
  const approvers = found.approvers.flatMap((each) =>
    each.kind === "person" && isId(each.id) ? [each.id as PersonId] : [],
  );
  const people = await deps.people.findPeople([...ignorers, ...approvers]);
  const nameOf = (id: string): string => people.get(id as PersonId)?.name ?? "";
  const named = await Promise.all(
    found.approvers.map(async ({ kind, id, rule }) => {
      const department = kind === "department" ? await deps.people.findDepartment(id as DepartmentId) : null;
      return { kind, id, rule, name: department?.name ?? nameOf(id) };
    }),
  );
  const { seq, blocking, checked, playbook } = found;
  const findings = found.findings.map((finding): AssessedFinding => {
    const { key, code, rule = null, severity, place, clause, facts, ignored } = finding;
    return {
      key,
      code,
      rule,
      severity,
      place: place && { ...place, path: [...place.path] },
      clause: clause && { ...clause },
      facts: { ...facts },
      fix: fixOf(finding, found.words),
      ignored: ignored && {
        by: { id: ignored.personId, name: nameOf(ignored.personId) },
        at: ignored.at.toISOString(),
        reason: ignored.reason,
      },
      mayIgnore: mayIgnore(finding, grant, isKeeper),
    };
  });
  return { seq, findings, blocking, checked, playbook, approvers: named };
}

function fixOf({ fix }: Pick<WeighedFinding, "fix">, words: readonly string[]): AssessedFinding["fix"] {
  const wordsOf = (paragraph: number): string => words[paragraph] ?? "";
  switch (fix?.kind) {
    case undefined:
      return null;
    case "replace":
      return {
        kind: "replace",
        edits: fix.edits.map((edit) => ({ ...edit, was: wordsOf(edit.paragraph).slice(edit.from, edit.to) })),
      };
    case "reference":
      return { ...fix, words: wordsOf(fix.target) };
    case "insert":
      return { kind: "insert", after: fix.after, words: wordsOf(fix.after), lines: linesOf(fix.blocks) };
  }
}

const linesOf = (blocks: Parameters<typeof contentText>[0]["blocks"]): string[] => contentText({ blocks }).split("\n");

function createPlaybookEndpoints(deps: CheckEndpointDeps): EndpointTree {
  const { sql, clock, people } = deps;
  const keeper: Policy<unknown, Caller> = Object.assign(
    async (call: Parameters<typeof colleague>[0]) => {
      const caller = await colleague(call);
      if (!(await keeps(deps, caller))) throw refuseCheck("checks/playbook-not-yours");
      return caller;
    },
    { label: "administrators, people of departments that read the whole register" },
  );
  return {
    severities: endpoint(contractsApi.checks.severities, {
      allow: colleague,
      handle: async ({ grant }) => ({ severities: await readSeverities(sql), mayEdit: await keeps(deps, grant) }),
    }),
    setSeverities: endpoint(contractsApi.checks.setSeverities, {
      allow: keeper,
      handle: async ({ input }) => {
        await sql.begin((tx) => replaceSeverities(tx, input.severities));
        return {};
      },
    }),
    playbook: endpoint(contractsApi.checks.playbook, {
      allow: colleague,
      handle: async ({ grant }) => {
        const [draft, newest, mayEdit] = await Promise.all([readDraft(sql), newestVersion(sql), keeps(deps, grant)]);
        if (!newest) return { ...draft, published: null, mayEdit };
        const { version, note, publishedAt, publishedBy, revision } = newest;
        const by = { id: publishedBy, name: (await people.findPeople([publishedBy])).get(publishedBy)?.name ?? "" };
        const isDraft = revision === draft.revision;
        return { ...draft, published: { version, by, at: publishedAt.toISOString(), note, isDraft }, mayEdit };
      },
    }),
    savePlaybook: endpoint(contractsApi.checks.savePlaybook, {
      allow: keeper,
      handle: async ({ input }) => {
        const revision = await saveDraft(sql, input);
        if (revision === null) throw refuseCheck("checks/playbook-changed");
        return { revision };
      },
    }),
    publishPlaybook: endpoint(contractsApi.checks.publishPlaybook, {
      allow: keeper,
      handle: async ({ grant, input }) => {
        const at = new Date(clock.nowMs());
        const version = await sql.begin((tx) => publishDraft(tx, { ...input, by: grant.personId, at }));
        if (version === null) throw refuseCheck("checks/playbook-changed");
        return { version };
      },
    }),
    tryRule: endpoint(contractsApi.checks.tryRule, {
      allow: keeper,
      handle: ({ input: { rule, text } }) => {
        const blocks = text.split("\n").map((line) => ({ type: "paragraph" as const, runs: [{ text: line }] }));
        const everywhere = { categories: [], directions: [], languages: [], roles: [] };
        const tried = { ...rule, appliesTo: everywhere, severity: "warning" as const };
        const found = checkPlaybook(readCheckedText({ blocks }), noFacts, [tried]);
        return {
          findings: found.map(({ place, fix }) => ({
            place: place && { ...place, path: [...place.path] },
            fallback: fix?.kind === "insert" ? linesOf(fix.blocks) : [],
          })),
        };
      },
    }),
  };
}
