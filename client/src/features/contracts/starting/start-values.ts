/** What the request form holds while it is filled in, and the request that comes of it. */
import {
  type Currency,
  type Direction,
  type FiguresFault,
  type MoneyOnWire,
  type StartFault,
  type StartInput,
  type TermKind,
  creditCodeFault,
  findStartFaults,
  moneyToWire,
  normalCreditCode,
  readDay,
  readFigures,
  termDays,
} from "@parley/contracts";
import type { TemplateChoice } from "../templates/template-fields.tsx";

/** A counterparty that is entered with the contract. */
export interface NewParty {
  readonly name: string;
  readonly creditCode: string;
  readonly contactName: string;
  readonly contactEmail: string;
}

export interface StartValues {
  categoryId: string | null;
  title: string;
  ourPartyId: string | null;
  /** The name of our first company, where none is entered yet. */
  ourName: string;
  counterpartyIds: string[];
  newParties: NewParty[];
  direction: Direction;
  amount: string;
  currency: Currency;
  taxRate: string;
  rate: string;
  termKind: TermKind;
  startDay: string;
  endDay: string;
  ownerId: string | null;
  departmentId: string | null;
  tags: string[];
  remark: string;
  textKind: "template" | "empty" | "file";
  template: TemplateChoice;
  file: File | null;
}

/** Fields by the key of what is wrong with them. */
export type StartErrors = Partial<Record<keyof StartValues, string>>;

const faultKeys: Partial<Record<StartFault["code"], string>> = {
  "contracts/counterparty-needed": "contracts.starting.counterpartyNeeded",
  "contracts/amount-negative": "contracts.starting.fault.negative",
  "contracts/start-needed": "contracts.starting.startNeeded",
  "contracts/end-needed": "contracts.starting.endNeeded",
  "contracts/end-before-start": "contracts.starting.endBeforeStart",
};

/** The amount as typed; `null` for none. */
export function typedAmount({
  amount,
  currency,
  direction,
}: StartValues): { readonly money: MoneyOnWire | null } | { readonly fault: FiguresFault } {
  if (direction === "none" || amount.trim() === "") return { money: null };
  const read = readFigures(amount, currency);
  if ("fault" in read) return read;
  return read.money.currency === currency ? { money: moneyToWire(read.money) } : { fault: "money/other-currency" };
}

const dayOrNull = (text: string) => (text === "" ? null : readDay(text));

/** The days that the kind of term has; what was typed for another kind is passed over. */
function typedDays({ termKind, startDay, endDay }: StartValues) {
  const has = termDays[termKind];
  return {
    startDay: has.start === "needed" ? dayOrNull(startDay) : null,
    endDay: has.end === "needed" ? dayOrNull(endDay) : null,
  };
}

/** Whether a text is a rate as the server takes it. */
export const isRate = (text: string): boolean => /^\d{1,10}(\.\d{1,8})?$/.test(text) && Number(text) > 0;

/** What is wrong with the form as it stands, by field. */
export function findStartErrors(values: StartValues, hasOurs: boolean): StartErrors {
  const errors: StartErrors = {};
  if (values.categoryId === null) errors.categoryId = "contracts.starting.categoryNeeded";
  if (values.title.trim() === "") errors.title = "contracts.starting.subjectNeeded";
  if (hasOurs ? values.ourPartyId === null : values.ourName.trim() === "")
    errors.ourPartyId = "contracts.starting.oursNeeded";
  if (values.newParties.some(({ name }) => name.trim() === "")) errors.newParties = "contracts.parties.nameNeeded";
  else if (values.newParties.some(({ creditCode }) => creditCode !== "" && isWrongCode(creditCode)))
    errors.newParties = "contracts.parties.codeWrong";
  const amount = typedAmount(values);
  if ("fault" in amount) errors.amount = figureKeys[amount.fault];
  if (values.rate !== "" && values.currency !== "CNY" && !isRate(values.rate))
    errors.rate = "contracts.starting.rateWrong";
  if (values.taxRate !== "" && !isTax(values.taxRate)) errors.taxRate = "contracts.starting.taxWrong";
  if (values.textKind === "file" && values.file === null) errors.file = "contracts.starting.fileNeeded";
  if (values.textKind === "template" && values.template.version === 0)
    errors.template = "contracts.starting.templateNeeded";
  const faults = findStartFaults({
    counterparties: [...values.counterpartyIds, ...values.newParties],
    direction: values.direction,
    amount: "money" in amount ? amount.money : null,
    termKind: values.termKind,
    ...typedDays(values),
  });
  for (const { field, code } of faults) {
    const key = faultKeys[code];
    if (key !== undefined) errors[field === "counterparties" ? "counterpartyIds" : field] ??= key;
  }
  return errors;
}

const isTax = (text: string): boolean => /^\d{1,2}(\.\d{1,4})?$/.test(text);

/** Whether a code is none, as far as it can be told without asking anybody. */
export const isWrongCode = (code: string): boolean => creditCodeFault(normalCreditCode(code)) !== null;

/** What is wrong with figures, by the key of its sentence. */
const figureKeys: Readonly<Record<FiguresFault, string>> = {
  "money/empty": "contracts.starting.fault.notFigures",
  "money/not-figures": "contracts.starting.fault.notFigures",
  "money/no-currency": "contracts.starting.fault.notFigures",
  "money/grouping": "contracts.starting.fault.grouping",
  "money/too-precise": "contracts.starting.fault.tooPrecise",
  "money/too-large": "contracts.starting.fault.tooLarge",
  "money/other-currency": "contracts.starting.fault.otherCurrency",
};

/** The request that the form makes. Only for values without errors. */
export function requestOf(values: StartValues, hasOurs: boolean): StartInput {
  const amount = typedAmount(values);
  const money = "money" in amount ? amount.money : null;
  return {
    categoryId: values.categoryId ?? "",
    title: values.title.trim(),
    ourParty: hasOurs ? { id: values.ourPartyId } : { new: { name: values.ourName.trim() } },
    counterparties: [
      ...values.counterpartyIds.map((id) => ({ id })),
      ...values.newParties.map((party) => ({ new: { ...party, name: party.name.trim() } })),
    ],
    direction: values.direction,
    amount: money,
    taxRate: values.taxRate === "" || values.direction === "none" ? null : Number(values.taxRate),
    baseRate: money === null || values.rate === "" || values.currency === "CNY" ? null : values.rate,
    termKind: values.termKind,
    ...typedDays(values),
    ownerId: values.ownerId,
    departmentId: values.departmentId,
    tags: values.tags,
    remark: values.remark.trim() || null,
    text: textOf(values),
  };
}

function textOf({ textKind, template }: StartValues): StartInput["text"] {
  const { templateId, version, values, options } = template;
  if (textKind !== "template" || templateId === null) return { kind: "empty" };
  return { kind: "template", templateId, version, values: { ...values }, options: { ...options } };
}
