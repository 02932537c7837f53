/**
 * [CE7] The steps of a contract in the story of a word: the first round that it went out with, the end of the negotiation, every approval that covers it, and
 * that it was approved for good. An approval covers a word that was agreed in the text that it was given to, or kept for.
 */
import type { EpochMs, Language, Party, PersonId } from "@parley/base";
import { approvalReason } from "../approval/judgement.ts";
import { type ApprovalEvent, approvalEventSchema } from "../approval/run-events.ts";
import type { ContractEvent } from "../trail/contract-event.ts";
import { sealedPoints } from "./sealed-points.ts";

/** Words of a document: from which row on they were agreed, and with which they went; `null` where they wait, and where they stand. */
export interface AgreedWords {
  readonly documentId: string;
  /** Whether it is the draft, of which outsiders know nothing. */
  readonly isDraft: boolean;
  readonly agreedSeq: number | null;
  readonly goneSeq: number | null;
}

/** A step; `{name}` in its sentence is the person's. */
export interface ContractStep {
  readonly kind: "round" | "closed" | "approval" | "locked";
  readonly atMs: EpochMs;
  readonly personId: PersonId | null;
  readonly party: Party;
  readonly sentence: Readonly<Record<Language, string>>;
}

type ToldEvent = Pick<ContractEvent, "seq" | "atMs" | "personId" | "party" | "kind" | "audience" | "facts">;

/** The steps for words, in the order of the trail; none for words that were never agreed. */
export function contractSteps(events: readonly ToldEvent[], words: AgreedWords): ContractStep[] {
  const covers = (seq: number): boolean => isIn(words, seq);
  const approvals = new Approvals(words, covers);
  const steps: ContractStep[] = [];
  const told = new Set<string>();
  for (const event of events) {
    const { kind, facts } = event;
    if (kind.startsWith("approval.")) {
      approvals.take(event);
      continue;
    }
    const step = exchangeSteps[kind];
    const [point] = sealedPoints([event]);
    if (!step || !point || told.has(kind) || !isOf(words, event, point.documentId) || !covers(point.seq)) continue;
    told.add(kind);
    steps.push({ ...step(facts), ...by(event) });
  }
  return [...steps, ...approvals.steps()];
}

const isIn = ({ agreedSeq, goneSeq }: AgreedWords, seq: number): boolean =>
  agreedSeq !== null && agreedSeq <= seq && (goneSeq === null || seq < goneSeq);

/** Rounds of the shared document are told to everybody in it, those of the draft are not. */
const isOf = ({ documentId, isDraft }: AgreedWords, { audience }: ToldEvent, named: string | null): boolean =>
  named === null ? isDraft === (audience === "internal") : named === documentId;

const by = ({ atMs, personId, party }: ToldEvent): Pick<ContractStep, "atMs" | "personId" | "party"> => ({
  atMs,
  personId,
  party,
});

const exchangeSteps: Readonly<Record<string, (facts: ToldEvent["facts"]) => Pick<ContractStep, "kind" | "sentence">>> =
  {
    "round.released": (facts) => {
      const number = written(facts["number"]);
      return {
        kind: "round",
        sentence: { en: `{name} sent it out with round ${number}`, zh: `{name} 随第 ${number} 轮发出` },
      };
    },
    "negotiation.closed": (facts) => {
      const ordinal = written(facts["ordinal"]);
      const en = `{name} closed negotiation ${ordinal} with this in the text`;
      return { kind: "closed", sentence: { en, zh: `{name} 结束第 ${ordinal} 次协商，文本中保留此处` } };
    },
  };

const written = (fact: unknown): string => (typeof fact === "number" ? String(fact) : "");

/** Which approvals cover the words, as an approval goes on: what is taken back or asked again does not. */
class Approvals {
  private readonly covering = new Map<string, ContractStep>();
  private readonly words: AgreedWords;
  private readonly covers: (seq: number) => boolean;

  constructor(words: AgreedWords, covers: (seq: number) => boolean) {
    this.words = words;
    this.covers = covers;
  }

  steps(): readonly ContractStep[] {
    return [...this.covering.values()].toSorted((a, b) => a.atMs - b.atMs);
  }

  take(told: ToldEvent): void {
    const event = approvalEventSchema.safeParse(told.facts["event"]).data;
    if (!event) return;
    const labels = { en: "", zh: "" };
    if (typeof told.facts["stepEn"] === "string") labels.en = ` (${told.facts["stepEn"]})`;
    if (typeof told.facts["stepZh"] === "string") labels.zh = `（${told.facts["stepZh"]}）`;
    switch (event.type) {
      case "task-approved":
        this.put(event.task, event.text, {
          ...{ kind: "approval", ...by(told) },
          sentence: {
            en: `{name} approved the text with it${labels.en}`,
            zh: `{name} 批准了包含此处的文本${labels.zh}`,
          },
        });
        break;
      case "retracted":
        this.covering.delete(event.task);
        break;
      case "resumed":
      case "resubmitted":
        this.judge(event, told);
        break;
      case "run-approved":
        this.put("", event.text, {
          ...{ kind: "locked", ...by(told), personId: null },
          sentence: { en: "The text was approved for good and locked", zh: "文本审批通过并锁定" },
        });
        break;
      case "started":
      case "run-refused":
      case "withdrawn":
        this.covering.clear();
        break;
      case "step-opened":
      case "task-refused":
      case "returned":
      case "approver-added":
      case "handed-over":
      case "escalated":
      case "reminded":
      case "copied":
      case "suspended":
      case "step-approved":
        break;
    }
  }

  private put(task: string, text: { readonly documentId: string; readonly textSeq: number }, step: ContractStep): void {
    if (text.documentId === this.words.documentId && this.covers(text.textSeq)) this.covering.set(task, step);
    else this.covering.delete(task);
  }

  /** Approvals that stand for a new text cover what is in it; those that are asked again cover nothing. */
  private judge(
    { text, judgements }: Extract<ApprovalEvent, { type: "resumed" | "resubmitted" }>,
    told: ToldEvent,
  ): void {
    for (const { task, person, verdict, reason } of judgements) {
      if (verdict === "asked-again") this.covering.delete(task);
      else if (!this.covering.has(task))
        this.put(task, text, {
          ...{ kind: "approval", ...by(told), personId: person as PersonId },
          sentence: {
            en: `{name}'s approval was kept for the text with it: ${approvalReason(reason, "en")}`,
            zh: `{name} 的批准对包含此处的文本继续有效：${approvalReason(reason, "zh")}`,
          },
        });
    }
  }
}
