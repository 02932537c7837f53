import type { DepartmentId, DocumentId, EpochMs, PersonId } from "@parley/base";
import type {
  BusinessKind,
  CategoryId,
  ContractId,
  ContractState,
  Currency,
  Day,
  Direction,
  EventFacts,
  LegalPartyId,
  TermKind,
} from "@parley/contracts";

/** A contract's row, with its parties. */
export interface ContractRecord {
  readonly id: ContractId;
  readonly number: string;
  readonly name: string;
  readonly categoryId: CategoryId;
  readonly category: { readonly code: string; readonly en: string; readonly zh: string };
  readonly state: ContractState;
  readonly revision: number;
  readonly direction: Direction;
  /** In the smallest unit of the currency. */
  readonly amountMinor: bigint | null;
  readonly currency: Currency | null;
  readonly baseAmountMinor: bigint | null;
  readonly taxRate: number | null;
  readonly termKind: TermKind;
  readonly startDay: Day | null;
  readonly endDay: Day | null;
  readonly ownerId: PersonId;
  readonly initiatorId: PersonId;
  readonly departmentId: DepartmentId | null;
  readonly tags: readonly string[];
  readonly businessKind: BusinessKind;
  readonly reason: string | null;
  readonly remark: string | null;
  readonly parties: readonly ContractPartyRow[];
  readonly documentId: DocumentId | null;
  readonly draftId: DocumentId | null;
  readonly fields: EventFacts;
  readonly options: Readonly<Record<string, string>>;
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly createdAtMs: EpochMs;
  readonly changedAtMs: EpochMs;
  readonly approvedAtMs: EpochMs | null;
  readonly approvedSeq: number | null;
  readonly textHash: string | null;
  readonly fieldsHash: string | null;
}

export interface ContractPartyRow {
  readonly legalPartyId: LegalPartyId;
  readonly side: "ours" | "counterparty";
  readonly alias: string;
  readonly name: string;
}

/** What a new contract is made from; its number and name are ready. */
export interface NewContract {
  readonly id: ContractId;
  readonly number: string;
  readonly name: string;
  readonly categoryId: CategoryId;
  readonly direction: Direction;
  readonly amountMinor: bigint | null;
  readonly currency: Currency | null;
  readonly baseAmountMinor: bigint | null;
  readonly baseRate: string | null;
  readonly taxRate: number | null;
  readonly termKind: TermKind;
  readonly startDay: Day | null;
  readonly endDay: Day | null;
  readonly ownerId: PersonId;
  readonly initiatorId: PersonId;
  readonly departmentId: DepartmentId | null;
  readonly tags: readonly string[];
  readonly businessKind: BusinessKind;
  readonly reason: string | null;
  readonly remark: string | null;
  readonly parties: readonly Omit<ContractPartyRow, "name">[];
  readonly draftId: DocumentId | null;
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly options: Readonly<Record<string, string>>;
}

/** What a change of the record may set; what is absent stays. */
export type ContractChange = Partial<
  Pick<
    ContractRecord,
    | "name"
    | "state"
    | "direction"
    | "amountMinor"
    | "currency"
    | "baseAmountMinor"
    | "taxRate"
    | "termKind"
    | "startDay"
    | "endDay"
    | "ownerId"
    | "departmentId"
    | "tags"
    | "reason"
    | "remark"
    | "documentId"
    | "draftId"
    | "fields"
    | "options"
    | "approvedAtMs"
    | "approvedSeq"
    | "textHash"
    | "fieldsHash"
  >
>;

/** Why somebody who is not the owner has to do with a contract. */
export type MemberReason = "initiator" | "negotiator" | "counsel" | "approver" | "copied" | "reader";
