export { assert, must, unreachable } from "./assert.ts";
export { type Clock, type EpochMs, type VirtualClock, virtualClock } from "./clock.ts";
export {
  type CircleId,
  type CommentId,
  type ConnectionId,
  type DepartmentId,
  type DocumentId,
  type FolderId,
  type Id,
  type ImageId,
  type InvitationId,
  type PersonId,
  type SessionId,
  type ThreadId,
  type TokenId,
  isId,
  newId,
} from "./id.ts";
export { type Random, seededRandom } from "./random.ts";
export { type Language, type RefusalFacts, type RefusalKind, Refusal, declareRefusals, languages } from "./refusal.ts";
export {
  type Party,
  type Role,
  type UpdateKind,
  parties,
  isSameSide,
  roleIncludes,
  roles,
  strongerRole,
  updateKinds,
} from "./role.ts";
export { formatSize } from "./size.ts";
export { SHADES_PER_PARTY, differingShades, shadeOf } from "./party-shades.ts";
