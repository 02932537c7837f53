/** Who is written to when something happens in an approval, and what: whoever is asked now, is reminded, told, or waits for the outcome. */
import type { Language, PersonId } from "@parley/base";
import {
  type ApprovalEvent,
  type ApprovalRun,
  type ApprovalTask,
  type Delegation,
  approvalReason,
} from "@parley/contracts";
import { textWithSigns } from "@parley/document";
import type { Person } from "@parley/people";
import type { People } from "../../../people/index.ts";
import type { Letter } from "../../../platform/mail/mail.ts";
import { writeLetter } from "../../../platform/mail/write-letter.ts";
import type { ContractRecord } from "../record/contract-record.ts";

export interface LetterDeps {
  readonly people: Pick<People, "findPeople">;
  readonly publicUrl: string;
}

/** What happened to a run. */
export interface Happened {
  readonly before: ApprovalRun;
  readonly after: ApprovalRun;
  readonly events: readonly ApprovalEvent[];
  /** Those that hold today. */
  readonly delegations: readonly Delegation[];
}

/** A letter before it is put into words. */
interface Note {
  readonly to: string;
  readonly texts: Readonly<Record<Language, { readonly what: string; readonly more: readonly string[] }>>;
}

/** The letters about something that happened, each to one person, nobody about what they did themselves. */
export async function writeLetters(
  { people, publicUrl }: LetterDeps,
  contract: Pick<ContractRecord, "id" | "number" | "name">,
  happened: Happened,
): Promise<Letter[]> {
  const by = happened.events[0]?.by ?? null;
  const found = await people.findPeople(peopleIn(happened) as PersonId[]);
  const nameOf = (id: string): string => found.get(id as PersonId)?.name ?? "";
  const notes = [...notesToAsked(happened, nameOf), ...notesToOthers(happened, nameOf)];
  const written = new Set<string>();
  return notes.flatMap(({ to, texts }) => {
    const person = found.get(to as PersonId);
    const key = `${to} ${texts.en.what}`;
    if (!person?.active || person.standing === "guest" || to === by || written.has(key)) return [];
    written.add(key);
    return [asLetter(person, contract, texts, publicUrl)];
  });
}

function asLetter(
  person: Person,
  { id, number, name }: Pick<ContractRecord, "id" | "number" | "name">,
  texts: Note["texts"],
  publicUrl: string,
): Letter {
  const title = textWithSigns(name);
  const body = (language: Language): string =>
    [...texts[language].more.map(textWithSigns), "", `${publicUrl}/contracts/${id}?tab=approvals`, ""].join("\n");
  return writeLetter(person.email, person.language, {
    en: { subject: `${texts.en.what}: “${title}”`, text: `${texts.en.what}: “${title}” (${number}).\n${body("en")}` },
    zh: { subject: `${texts.zh.what}：“${title}”`, text: `${texts.zh.what}：“${title}”（${number}）。\n${body("zh")}` },
  });
}

function peopleIn({ after, delegations }: Happened): string[] {
  const inTasks = after.tasks.flatMap(({ person, decision }) => (decision ? [person, decision.by] : [person]));
  const copied = after.copied.map(({ person }) => person);
  return [...new Set([...inTasks, ...copied, ...delegations.map(({ to }) => to), after.initiator, after.owner])];
}

/** Whoever can act now and could not before, and whoever may act for them. */
function notesToAsked({ before, after, events, delegations }: Happened, nameOf: (id: string) => string): Note[] {
  const wasOpen = new Set(before.tasks.flatMap(({ id, state }) => (state === "open" ? [id] : [])));
  const hasNewText = events.some(({ type }) => type === "resumed" || type === "resubmitted");
  return after.tasks.flatMap((task): Note[] => {
    if (task.state !== "open") return [];
    if (wasOpen.has(task.id) && !hasNewText) return [];
    const why = whyAsked(after, task, nameOf, wasOpen.has(task.id));
    const step = after.steps.find(({ id }) => id === task.step)?.labels;
    const note = noteOf(events);
    const texts = {
      en: { what: "Your approval is asked for", more: [`Step: ${step?.en ?? ""}`, why.en, note].filter(Boolean) },
      zh: { what: "请您审批", more: [`步骤：${step?.zh ?? ""}`, why.zh, note].filter(Boolean) },
    };
    const own: Note = { to: task.person, texts };
    return [
      own,
      ...delegations.filter((each) => actsIn(after, task, each)).map((each) => forOther(each, texts, nameOf)),
    ];
  });
}

/** [CA10] Whether a delegation lets somebody act on a task. */
export function actsIn(
  run: ApprovalRun,
  task: Pick<ApprovalTask, "person">,
  { from, to, categories }: Delegation,
): boolean {
  const own = [run.initiator, run.owner];
  const isOfKind = categories === null || (run.category !== null && categories.includes(run.category));
  return from === task.person && isOfKind && !own.includes(from) && !own.includes(to);
}

function forOther({ to, from }: Delegation, texts: Note["texts"], nameOf: (id: string) => string): Note {
  return {
    to,
    texts: {
      en: { what: `You may approve for ${nameOf(from)}`, more: texts.en.more },
      zh: { what: `您可代${nameOf(from)}审批`, more: texts.zh.more },
    },
  };
}

function whyAsked(
  run: ApprovalRun,
  { origin }: ApprovalTask,
  nameOf: (id: string) => string,
  wasOpen: boolean,
): Readonly<Record<Language, string>> {
  if (wasOpen) return { en: "The text has changed since you were asked.", zh: "自请您审批后，正文已变更。" };
  switch (origin.kind) {
    case "flow":
      return { en: "", zh: "" };
    case "added":
      return { en: `Added by ${nameOf(origin.by)}.`, zh: `由${nameOf(origin.by)}加签。` };
    case "handed-over":
      return { en: `Handed over by ${nameOf(origin.from)}.`, zh: `由${nameOf(origin.from)}转交。` };
    case "escalated":
      return { en: `${nameOf(origin.from)} has not decided in time.`, zh: `${nameOf(origin.from)}超时未处理。` };
    case "asked-again": {
      const judgement = run.judgements.find(({ task }) => task === origin.task);
      return judgement?.verdict === "asked-again"
        ? { en: approvalReason(judgement.reason, "en"), zh: approvalReason(judgement.reason, "zh") }
        : { en: "You are asked once more.", zh: "需要您重新审批。" };
    }
  }
}

/** What whoever acted said with it. */
function noteOf(events: readonly ApprovalEvent[]): string {
  const [first] = events;
  return first && "note" in first ? first.note : "";
}

/** A note of the same words to several people. */
function toAll(people: readonly string[], en: string, zh: string, more = ""): Note[] {
  const lines = more === "" ? [] : [more];
  return people.map((to) => ({ to, texts: { en: { what: en, more: lines }, zh: { what: zh, more: lines } } }));
}

/** Everybody else whom an event concerns. */
function notesToOthers({ before, after, events }: Happened, nameOf: (id: string) => string): Note[] {
  const leading = [...new Set([after.initiator, after.owner])];
  const asked = before.tasks.flatMap(({ state, person }) => (state === "open" ? [person] : []));
  const told = after.copied.slice(before.copied.length).map(({ person }) => person);
  const notes = events.map((event): Note[] => {
    const by = event.by === null ? "" : nameOf(event.by);
    if (event.type === "reminded") {
      const person = after.tasks.flatMap((task) => (task.id === event.task ? [task.person] : []));
      const [en, zh] = by === "" ? ["Reminder", "催办"] : [`${by} reminds you`, `${by}催办`];
      return toAll(person, `${en}: your approval is asked for`, `${zh}：请您审批`);
    }
    if (event.type === "returned" && event.to === null)
      return toAll(leading, `${by} has returned it`, `${by}已退回`, event.note);
    if (event.type === "task-refused") return toAll(leading, `${by} has refused it`, `${by}已拒绝`, event.note);
    if (event.type === "run-refused") return toAll(leading, "The approval has ended: refused", "审批未通过");
    if (event.type === "run-approved") return toAll(leading, "Approved", "审批通过");
    if (event.type === "withdrawn")
      return toAll(asked, `${by} has withdrawn it from approval`, `${by}已撤回审批`, event.note);
    if (event.type === "suspended") {
      const en = `The approval waits: ${by} has opened a negotiation`;
      return toAll([...asked, ...leading], en, `${by}发起协商，审批暂停`);
    }
    return [];
  });
  return [...toAll(told, "For your information, in approval", "审批抄送"), ...notes.flat()];
}
