/** What approval needs of documents and of the other parts of contracts. */
import type { DocumentId, Language, Party, PersonId, Role } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import type { Day, HolidayTable } from "@parley/contracts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Alongside } from "./approval-acts.ts";

/** The agreed text of a document after a row, with its hash in hexadecimal. */
export interface SealedText {
  readonly seq: number;
  readonly content: DocumentContent;
  readonly contentHash: string;
}

export interface ApprovalDocuments {
  /** Throws `documents/version-not-found` where the log does not go so far. */
  readSealed(documentId: DocumentId, seq?: number): Promise<SealedText>;
  /** How many proposals wait for a decision. */
  countWaiting(documentId: DocumentId): Promise<number>;
  /** Ends the log at a row. Throws `documents/log-moved-on`. A frozen document only gets the new reason. */
  freeze(documentId: DocumentId, wanted: { by: PersonId; reason: string; seq?: number }): Promise<void>;
  thaw(documentId: DocumentId, by: PersonId): Promise<void>;
  findFrozen(documentId: DocumentId): Promise<{ readonly reason: string } | null>;
  /** Lets a colleague read and comment, unless they may do as much already. */
  letRead(documentId: DocumentId, personId: PersonId, by: { personId: PersonId; language: Language }): Promise<void>;
}

/** What the text says of the contract's variables. */
export interface TextReading {
  readonly faults: readonly {
    readonly code: "field-missing" | "field-conflict" | "field-unreadable";
    readonly labels: { readonly en: string; readonly zh: string };
  }[];
  readonly isAmountCertain: boolean;
  readonly templateDeviations: number | null;
  /** The kind of a variable by its name. */
  readonly variableKind: (name: string) => string | null;
}

/** What checks of the text found. */
export interface TextFindings {
  /** The playbook rules that found something. */
  readonly rules: readonly string[];
  /** Whom these rules name. */
  readonly approvers: readonly PersonId[];
  /** Findings that stand in the way of approval, in words. */
  readonly blocking: readonly { readonly en: string; readonly zh: string }[];
}

/** Parts of contracts that approval asks where they are there. */
export interface ApprovalNeighbours {
  /** Reads the agreed text into the record, so that nothing typed a moment ago is missed. */
  readonly followText?: (documentId: DocumentId, by: PersonId) => Promise<void>;
  readonly readText?: (contract: ContractRecord) => Promise<TextReading>;
  readonly findingsOf?: (contract: ContractRecord) => Promise<TextFindings>;
  /** Opens a negotiation from a step; `alongside` happens in the same transaction. */
  readonly openNegotiation?: (
    contract: ContractRecord,
    wanted: WantedFromStep,
    by: { personId: PersonId; party: Party; language: Language },
    alongside: Alongside,
  ) => Promise<void>;
}

/** A negotiation as somebody wants it opened from a step. */
export interface WantedFromStep {
  readonly people: readonly { readonly personId: PersonId; readonly party: Party; readonly role: Role }[];
  readonly guests: readonly { readonly email: string; readonly party: Party; readonly role: Role }[];
  readonly title: string | null;
  readonly note: string;
  readonly stepId: string;
}

/** Days as the company counts them. */
export interface WorkDays {
  readonly today: () => Promise<Day>;
  /** The day on which a moment falls. */
  readonly dayOf: (atMs: number) => Promise<Day>;
  readonly readHolidays: () => Promise<HolidayTable>;
}
