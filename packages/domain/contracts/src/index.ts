export { contractsApi } from "./api.ts";
export {
  type BusinessKind,
  type ContractState,
  type Direction,
  type RelationKind,
  type TermKind,
  businessKinds,
  contractStates,
  directions,
  isClosed,
  mayBecome,
  relationKinds,
  takesChanges,
  termKinds,
} from "./contract-state.ts";
export type { CategoryId, ContractId, LegalPartyId } from "./ids.ts";
export {
  type Contract,
  contractIdSchema,
  contractPartySchema,
  contractSchema,
  daySchema,
  moneySchema,
} from "./record-api.ts";
export { recordRefusals, refuseContract, stateNames } from "./refusals.ts";
export {
  type ContractEvent,
  type EventAudience,
  type EventFacts,
  EVENT_CHAIN_START,
  eventAudiences,
  eventBody,
  findBrokenEvent,
} from "./trail/contract-event.ts";
