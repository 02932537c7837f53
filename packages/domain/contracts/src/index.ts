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
  isInForce,
  mayBecome,
  relationKinds,
  takesChanges,
  termKinds,
} from "./contract-state.ts";
export type { CategoryId, ContractId, LegalPartyId } from "./ids.ts";
export { type Contract, contractIdSchema, contractPartySchema, contractSchema } from "./record-api.ts";
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
export {
  type ClauseFreeze,
  type ClauseState,
  type DecidedMove,
  type LedgerEntry,
  type Reopening,
  type Side,
  type WaitingMove,
  clauseStates,
  otherSide,
  readLedger,
  sideOf,
} from "./negotiation/clause-ledger.ts";
export { courtTimes } from "./negotiation/court-times.ts";
export { type LedgerLine, type NegotiationFace, type Sight } from "./negotiation/negotiation-api.ts";
export type { Lane, LanePreview } from "./lanes/lanes-api.ts";
export { laneRefusals, refuseLane } from "./lanes/lane-refusals.ts";
export { negotiationRefusals, refuseNegotiation } from "./negotiation/negotiation-refusals.ts";
export { acceptedCapitals, chineseCapitals, guessCapitals, readCapitals } from "./money/capitals.ts";
export { type Currency, currencies } from "./money/currency.ts";
export { compareDecimals, readDecimal, writeDecimal } from "./money/decimal.ts";
export { englishAmount, readEnglishAmount } from "./money/english-amount.ts";
export {
  type Money,
  type MoneyOnWire,
  type TaxedAmount,
  convertMoney,
  currencySchema,
  formatMoney,
  groupDigits,
  moneyFromWire,
  moneyToWire,
  percentOf,
  sameMoney,
  sumOfMoney,
  taxInGross,
  taxOnNet,
} from "./money/money.ts";
export { type FiguresFault, type FiguresReading, readFigures } from "./money/read-figures.ts";
export { type Day, addDays, dayOf, daysBetween, partsOfDay, readDay, weekdayOf } from "./calendar/day.ts";
export {
  type HolidayTable,
  type HolidayYear,
  chinaHolidays,
  companyHolidays,
  holidayTableSchema,
  isPublished,
  isWorkingDay,
} from "./calendar/holiday-table.ts";
export { type DayKind, countDays, dayKinds, daysAfter, remindOn, workingDayFrom } from "./calendar/periods.ts";
export {
  type BankAccountFault,
  bankAccountDigits,
  bankAccountFault,
  normalBankAccount,
} from "./parties/bank-account.ts";
export { type CreditCodeFault, creditCodeFault, normalCreditCode } from "./parties/credit-code.ts";
export {
  type NamingFault,
  type NamingFaultCode,
  type NamingField,
  type NamingKind,
  type NamingRule,
  type NamingValues,
  longestNamingRule,
  missingFields,
  readNamingRule,
  renderName,
  renderNumber,
  sequenceScope,
} from "./naming/naming-rule.ts";
export { blankOf, isBlank } from "./variables/blank.ts";
export {
  type PartyParticular,
  type VariableChoice,
  type VariableDefinition,
  type VariableKind,
  type VariableShape,
  formOf,
  partyParticulars,
  variableDefinitionSchema,
  variableForms,
  variableKinds,
  yesNoChoices,
} from "./variables/definition.ts";
export {
  type VariableAgreement,
  type VariableInText,
  type VariablePlace,
  type WrittenVariables,
  readVariables,
  writeVariables,
} from "./variables/places.ts";
export { type ReadingFault, type VariableReading, readVariable } from "./variables/read.ts";
export { renderVariable } from "./variables/render.ts";
export {
  type ValueFault,
  type VariableValue,
  type VariableValues,
  mergeValues,
  sameValue,
  valueFault,
  variableValueSchema,
} from "./variables/value.ts";
export type { FlowDetail, FlowFaultFace, FlowHead } from "./approval/approval-api.ts";
export type {
  ApprovalRunFace,
  ApprovalStepFace,
  ApprovalTaskFace,
  ContractApproval,
  DelegationFace,
  FlowDraft,
  MyTask,
  Obstacle,
  RoutePreview,
  SubmissionPreview,
} from "./approval/approval-face.ts";
export { approvalRefusals, refuseApproval } from "./approval/approval-refusals.ts";
export { applyApprovalEvent } from "./approval/apply-event.ts";
export { type BoundText, boundTextSchema, isSameText } from "./approval/bound-text.ts";
export { type ClauseDifference, type ClauseKnowledge, clauseChanges, diffClauses } from "./approval/clause-diff.ts";
export { type ClausePart, clauseParts } from "./approval/clause-parts.ts";
export type { ApprovalCommand, Delegation } from "./approval/commands.ts";
export {
  type ComparedFact,
  type Condition,
  type ContractFacts,
  comparisons,
  nameFields,
  numberFields,
} from "./approval/condition.ts";
export {
  type ApprovedFields,
  type TextKnowledge,
  approvedFields,
  canonicalFields,
  contractFacts,
  fieldChanges,
} from "./approval/contract-facts.ts";
export { type ApprovalOutcome, decideApproval } from "./approval/decide-approval.ts";
export {
  type ApprovalFlow,
  type FlowFault,
  type FlowStep,
  type PeopleSource,
  flowFaults,
  flowSchema,
  newStepLabels,
} from "./approval/flow.ts";
export { type ChangesSince, judgeApprovals } from "./approval/judge-approvals.ts";
export {
  type ApprovalReason,
  type ClauseChange,
  type FieldChange,
  type Judgement,
  approvalReason,
  judgementSchema,
} from "./approval/judgement.ts";
export { type Route, type RouteFault, computeRoute, routedStepSchema } from "./approval/route.ts";
export { type ApprovalEvent, approvalEventSchema } from "./approval/run-events.ts";
export {
  type ApprovalRun,
  type ApprovalTask,
  type RunStatus,
  type TaskState,
  givenApprovals,
  neededSeats,
  noRun,
  seatsOf,
} from "./approval/run-state.ts";
export { templateDeviations } from "./approval/template-deviations.ts";
export { type ScopeTable, defaultScopes, scopeWords, scopesOf, scopesOfField } from "./approval/scopes.ts";
export { type WordDifference, wordDifferences } from "./approval/word-diff.ts";
export {
  type Category,
  type ExchangeRate,
  type LegalParty,
  type LegalPartyInput,
  type LegalSide,
} from "./parties/parties-api.ts";
export { masterRefusals, refuseMaster } from "./parties/refusals.ts";
export { refuseRegister, registerRefusals } from "./register/refusals.ts";
export {
  type RegisterFilters,
  type RegisterRow,
  type RegisterSort,
  type RegisterTotals,
  type SavedView,
  registerSorts,
} from "./register/register-api.ts";
export { type StartFault, findStartFaults, termDays } from "./starting/check-start.ts";
export { refuseStart, startRefusals } from "./starting/refusals.ts";
export type { StartInput, StartParty, StartRequest } from "./starting/start-api.ts";
export { type StartText } from "./starting/start-text.ts";
export {
  type BoundRecord,
  type Bindings,
  type ReadRecord,
  type RecordField,
  keptValues,
  readRecord,
  settledValue,
  recordFieldKinds,
  recordFields,
  valuesOfRecord,
} from "./binding/record-fields.ts";
export type { ContractField, ContractFields } from "./binding/fields-api.ts";
export type { LibraryClause, LibraryClauseDetail, LibraryPassage, WordPieces } from "./clauses/clauses-api.ts";
export {
  type FoundPassage,
  type LibrarySource,
  comparableLines,
  findLibraryPassages,
  readLibrarySource,
  readsAsLibrary,
  writeLibrarySource,
} from "./clauses/library-mark.ts";
export {
  type ClauseCondition,
  type Options,
  clauseOf,
  conditionOf,
  isSwitchName,
  isTaken,
  readCondition,
  switchesIn,
  takenBlocks,
  withAttributes,
  writeCondition,
} from "./templates/conditions.ts";
export { blankWords, frozenText, makeText, particularWords } from "./templates/made-text.ts";
export { refuseTemplate, templateRefusals } from "./templates/refusals.ts";
export { type SwitchPlan, planSwitch } from "./templates/switching.ts";
export {
  type TemplateDefinition,
  type TemplateFault,
  type TemplateSwitch,
  chosenOptions,
  findTemplateFaults,
  plainDefinition,
  switchInText,
  templateDefinitionSchema,
} from "./templates/template-definition.ts";
export type { Template, TemplateDraft, TemplateVersion } from "./templates/templates-api.ts";
export {
  type ContractEdit,
  type ContractOverview,
  type KeptPayment,
  type PaymentLine,
} from "./contract-page/page-api.ts";
export { type PlanSums, sumPlan } from "./contract-page/payment-plan.ts";
export {
  type EffectiveValues,
  type FamilyMember,
  type FamilyPlace,
  effectiveValues,
  familyTree,
} from "./related/family.ts";
export {
  type ContractRef,
  type FamilyAnswer,
  type RelatedContract,
  type SuccessorKind,
  successorKinds,
} from "./related/related-api.ts";
export { type Relation, closesCycle } from "./related/relation-cycle.ts";
export { type ReminderKind, type ReminderRule, dueRule, usualReminderRules } from "./reminders/reminder-rules.ts";
export { specialDaysOf, withSpecialDays } from "./reminders/special-days.ts";
export type { ContractReminders, ReminderRules, SpecialDay } from "./reminders/reminders-api.ts";
export type { TrailEntry } from "./trail/trail-api.ts";
export { type TrailGroup, areasOfGroup, foreignAreas, trailGroupOf, trailGroups } from "./trail/trail-groups.ts";
export { renewedTerm } from "./related/renewed-term.ts";
export { checkContract, checkText, inReadingOrder } from "./checks/check-contract.ts";
export { type CheckFacts, type CheckedParty, type PlannedPayment, noFacts } from "./checks/check-facts.ts";
export { readCheckedText } from "./checks/checked-text.ts";
export {
  type CheckCode,
  type Finding,
  type Severity,
  checkCodes,
  defaultSeverities,
  severities,
} from "./checks/finding.ts";
export { findingSentence, findingWords } from "./checks/finding-words.ts";
export { checkRefusals, refuseCheck } from "./checks/check-refusals.ts";
export {
  type AssessedFinding,
  type CheckSeverities,
  type ContractChecks,
  type Playbook,
  checkSeveritiesSchema,
} from "./checks/checks-api.ts";
export { amountsIn } from "./checks/amounts-in-text.ts";
export { checkPlaybook } from "./playbook/check-playbook.ts";
export {
  type MeasureKind,
  type PlaybookApprover,
  type PlaybookCondition,
  type PlaybookRule,
  measureKinds,
  playbookRuleSchema,
  playbookRulesSchema,
} from "./playbook/playbook-rule.ts";
export { samplePlaybook } from "./playbook/sample-playbook.ts";
export {
  type BundleManifest,
  type BundleReader,
  type BundleSignature,
  type BundledDocument,
  type BundledEvent,
  type BundledText,
  type EventBody,
  BUNDLE_FORM,
  EVENTS_FILE,
  MANIFEST_FILE,
  SIGNATURE_FILE,
  bundleManifestSchema,
  bundleSignatureSchema,
  bundledEventSchema,
  eventBodySchema,
  firstDamagedLine,
  jsonLines,
} from "./evidence/bundle-manifest.ts";
export { evidenceRefusals, refuseEvidence } from "./evidence/evidence-refusals.ts";
export {
  type NameOf,
  type NamedPerson,
  type ReadableEvent,
  eventsForOutsiders,
  idsInFacts,
  readableApprovals,
  readableEvent,
  readableNegotiations,
} from "./evidence/readable-trail.ts";
export { type SealedPoint, sealedPoints } from "./evidence/sealed-points.ts";
export { type BundleFile, packStored, unpackStored } from "./evidence/stored-zip.ts";
export { type AttributedWord, type Stretch, attributeWords } from "./review/attribute-words.ts";
export type {
  ContractReview,
  ContractToReview,
  ReviewBasis,
  ReviewWriter,
  ReviewedClause,
  ReviewedText,
  ReviewedThread,
} from "./review/review-api.ts";
export { type AgreedWords, type ContractStep, contractSteps } from "./evidence/contract-steps.ts";
