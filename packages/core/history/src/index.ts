export { type ClaimedRange, Attribution } from "./attribution.ts";
export {
  type ChainedRow,
  type RowFacts,
  type Sha256,
  CHAIN_START,
  equalBytes,
  findBrokenLink,
  hashRow,
} from "./chain.ts";
export { type IdRange, type InspectedUpdate, type UpdateFault, inspectUpdate } from "./incoming.ts";
export { type TextSpan, readTextSpans } from "./reading.ts";
export {
  type ReplicaState,
  type TakenUpdate,
  type UpdateRefusal,
  DocumentReplica,
  ReplicaSpoiled,
  applyExactly,
  collectDeleted,
} from "./replica.ts";
