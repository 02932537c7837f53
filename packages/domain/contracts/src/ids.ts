import type { Id } from "@parley/base";

/** A contract's record, not its document. */
export type ContractId = Id<"contract">;
/** A kind of contract with its rules. */
export type CategoryId = Id<"category">;
/** A company or a person in the master data. */
export type LegalPartyId = Id<"legal-party">;
