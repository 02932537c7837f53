/**
 * Contracts come to be: a request is checked, its text made, and then number, parties, record, first event and the document's coming in
 * sight are one transaction. Whatever is cut off before leaves nothing that anybody sees, and uses no number.
 */
import { type Clock, type PersonId, type Random, newId } from "@parley/base";
import {
  type BusinessKind,
  type ContractId,
  type Day,
  type LegalPartyId,
  type LegalSide,
  type NamingRule,
  type StartRequest,
  missingFields,
  refuseContract,
  refuseStart,
  renderName,
  renderNumber,
  sequenceScope,
} from "@parley/contracts";
import type { Documents } from "../../../documents/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { checkedParty } from "../parties/checked-party.ts";
import { findParty, insertParty } from "../parties/party-store.ts";
import type { ContractRecord, NewContract } from "../record/contract-record.ts";
import { type Queries, isNumberTaken, nextInSequence } from "../record/contract-store.ts";
import type { Contracts } from "../record/contracts.ts";
import type { FindTemplateText } from "../templates/template-source.ts";
import type { FollowText } from "../variables/follow-text.ts";
import { type CheckDeps, type CheckedRequest, checkRequest } from "./check-request.ts";
import { type FindTextSource, createTextSources, textFromFile } from "./text-source.ts";

/** What a contract that follows another one says beside its request. */
export interface Following {
  readonly businessKind: BusinessKind;
  readonly reason: string | null;
  /** Runs in the transaction that makes the contract, after its record. */
  readonly also: (tx: Queries, id: ContractId) => Promise<void>;
}

export interface StartContracts {
  /**
   * Makes a contract from a request, with a file as its text where one is given.
   * Throws `contracts/*` of starting and of master data, `documents/import-*`.
   */
  start(request: StartRequest, by: Caller, extra?: { file?: File; following?: Following }): Promise<ContractRecord>;
}

export interface StartDeps extends CheckDeps {
  readonly sql: Sql;
  readonly contracts: Pick<Contracts, "insert" | "find">;
  readonly newDocuments: Pick<Documents["library"]["newDocuments"], "empty" | "fromFile">;
  readonly findTemplateText: FindTemplateText;
  /** Keeps what the text says of its variables. */
  readonly follow: FollowText;
  readonly clock: Clock;
  readonly random: Random;
}

export function createStartContracts(deps: StartDeps): StartContracts {
  const findSource: FindTextSource = createTextSources(deps.newDocuments, deps.findTemplateText);
  return {
    async start(request, by, { file, following } = {}) {
      const checked = await checkRequest(deps, request, by);
      const source = file ? textFromFile(deps.newDocuments, file) : await findSource(checked);
      const id = newId<"contract">(deps.random);
      const documentId = await source.make({
        title: request.title,
        by,
        complete: async (draftId, appear) => {
          await deps.sql.begin(async (tx) => {
            const parties = await bringParties(deps, tx, checked);
            const named = await nameContract(tx, checked, parties);
            const contract: NewContract = {
              ...recordOf(checked),
              ...named,
              ...source.origin,
              id,
              draftId,
              businessKind: following?.businessKind ?? "new",
              reason: following?.reason ?? null,
              parties: parties.map(({ legalPartyId, side }) => ({ legalPartyId, side, alias: "" })),
            };
            await deps.contracts.insert(tx, contract, { personId: by.personId, party: "ours" });
            await following?.also(tx, id);
            await appear(tx, { title: named.name, otherOwners: [contract.ownerId] });
          });
        },
      });
      await deps.follow(documentId, by.personId);
      const made = await deps.contracts.find(id);
      if (!made) throw refuseContract("contracts/not-found");
      return made;
    },
  };
}

interface BroughtParty {
  readonly legalPartyId: LegalPartyId;
  readonly side: LegalSide;
  readonly name: string;
}

/** The parties in their order; new ones are added to the master data. Throws as `insertParty`. */
async function bringParties(
  { clock, random }: Pick<StartDeps, "clock" | "random">,
  tx: Queries,
  { parties }: CheckedRequest,
): Promise<BroughtParty[]> {
  const brought: BroughtParty[] = [];
  for (const { party, side } of parties) {
    if (party.id !== null) {
      const found = await findParty(tx, party.id);
      if (!found?.active) throw refuseStart("contracts/party-unusable");
      brought.push({ legalPartyId: party.id as LegalPartyId, side, name: found.name });
    } else if (party.new !== null) {
      const made = checkedParty(party.new);
      const legalPartyId = await insertParty(tx, { ...made, side }, { at: new Date(clock.nowMs()), random });
      brought.push({ legalPartyId, side, name: made.name });
    }
  }
  return brought;
}

/** [CR3] The next number of the category's rule, and the name by it. */
async function nameContract(
  tx: Queries,
  { category, numberRule, nameRule, day, department, request, by }: CheckedRequest,
  parties: readonly BroughtParty[],
): Promise<{ number: string; name: string }> {
  const company = parties.find(({ side }) => side === "ours")?.name ?? "";
  const departmentName = department?.name ?? "";
  const codes = { category: category.code, department: departmentName, company };
  const [missing] = missingFields(numberRule, codes);
  if (missing !== undefined) throw refuseStart("contracts/number-needs", { field: missing });
  const number = await freeNumber(tx, numberRule, day, codes);
  const counterparties = parties.filter(({ side }) => side === "counterparty");
  const name = renderName(nameRule, day, {
    number,
    company,
    department: departmentName,
    category: category[by.language],
    counterparty: counterparties.map((party) => party.name).join("、"),
    title: request.title,
  });
  return { number, name: name || request.title };
}

/** Numbers of an older rule may look like those of this one: what is taken is passed over. */
async function freeNumber(
  tx: Queries,
  rule: NamingRule,
  day: Day,
  codes: Parameters<typeof renderNumber>[2],
): Promise<string> {
  const scope = sequenceScope(rule, day, codes);
  for (;;) {
    const number = renderNumber(rule, day, codes, await nextInSequence(tx, scope));
    if (!(await isNumberTaken(tx, number))) return number;
  }
}

/** What the record takes from the request as it is. */
function recordOf({ request, category, by, owner, department, amount, baseAmount, baseRate }: CheckedRequest) {
  return {
    categoryId: category.id as NewContract["categoryId"],
    direction: request.direction,
    amountMinor: amount?.minor ?? null,
    currency: amount?.currency ?? null,
    baseAmountMinor: baseAmount?.minor ?? null,
    baseRate,
    taxRate: request.taxRate,
    termKind: request.termKind,
    startDay: request.startDay,
    endDay: request.endDay,
    ownerId: owner.id as PersonId,
    initiatorId: by.personId,
    departmentId: department?.id ?? null,
    tags: [...new Set(request.tags)],
    remark: request.remark || null,
  };
}
