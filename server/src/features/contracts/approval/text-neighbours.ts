/** What approval asks the other parts of contracts: what the text says, what checks found, and to open a negotiation. */
import type { DepartmentId, PersonId } from "@parley/base";
import { type PlaybookApprover, findingSentence, settledValue, templateDeviations } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Checks } from "../checks/checks.ts";
import { type OpeningDeps, openNegotiation } from "../negotiation/open-negotiation.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { OpenTexts } from "../templates/open-texts.ts";
import type { ContractText } from "../variables/contract-text.ts";
import type { ApprovalNeighbours, TextReading } from "./approval-ports.ts";

export interface NeighbourDeps {
  readonly written: Pick<OpenTexts, "readText" | "follow">;
  readonly checks: Pick<Checks, "findingsOf">;
  readonly people: Pick<People, "peopleOfDepartment">;
  readonly opening: OpeningDeps;
}

export function createNeighbours({ written, checks, people, opening }: NeighbourDeps): ApprovalNeighbours {
  return {
    followText: written.follow,
    async readText(contract) {
      return readingOf(contract, await written.readText(contract));
    },
    async findingsOf(contract) {
      const found = await checks.findingsOf(contract);
      const approvers = await Promise.all(found.approvers.map((each) => approverIds(people, each)));
      const blocking = found.findings.filter(({ severity, ignored }) => severity === "blocking" && ignored === null);
      return {
        rules: found.rules,
        approvers: approvers.flat(),
        blocking: blocking.map((finding) => ({
          en: findingSentence(finding, "en"),
          zh: findingSentence(finding, "zh"),
        })),
      };
    },
    async openNegotiation(contract, wanted, by, alongside) {
      // Whoever leads the contract takes part in every negotiation of its text, whoever opens it.
      const leading = [contract.ownerId, contract.initiatorId].filter((id) => id !== by.personId);
      const known = new Set(wanted.people.map(({ personId }) => personId));
      const people = [
        ...wanted.people,
        ...[...new Set(leading)]
          .filter((id) => !known.has(id))
          .map((personId) => ({ personId, party: "ours" as const, role: "own" as const })),
      ];
      const opened = await openNegotiation(opening, contract, { ...wanted, people }, by, alongside);
      const { documentId } = opened.negotiation;
      const access = await opening.documents.findAccess(documentId, by.personId);
      if (access?.role !== "own")
        await opening.documents.share(documentId, { personId: by.personId, party: "ours", role: "edit" }, by);
    },
  };
}

async function approverIds(
  people: Pick<People, "peopleOfDepartment">,
  { kind, id }: PlaybookApprover,
): Promise<readonly PersonId[]> {
  return kind === "person" ? [id as PersonId] : people.peopleOfDepartment(id as DepartmentId);
}

function readingOf(contract: ContractRecord, { definition, template, agreed, read }: ContractText): TextReading {
  const { bindings, variables } = definition;
  const faults: TextReading["faults"][number][] = [];
  let isAmountCertain = true;
  for (const { name, labels, required } of variables) {
    const found = read.find((each) => each.name === name);
    if (!found || ["undefined", "absent"].includes(found.state) || settledValue(found) !== null) continue;
    if (bindings[name] === "amount") isAmountCertain = false;
    if (found.state === "conflict") faults.push({ code: "field-conflict", labels });
    else if (found.state === "unreadable") faults.push({ code: "field-unreadable", labels });
    else if (found.state === "blank" && required) faults.push({ code: "field-missing", labels });
  }
  return {
    faults,
    isAmountCertain,
    templateDeviations: template && templateDeviations(template.blocks, contract.options, agreed.content.blocks),
    variableKind: (name) => variables.find((each) => each.name === name)?.kind ?? null,
  };
}
