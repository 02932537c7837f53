import { type TrailEntry, contractStates, stateNames } from "@parley/contracts";
import type { Language } from "@parley/base";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import classes from "../contract-page/contract-page.module.css";
import { OtherContract } from "../contract-page/succession-note.tsx";
import { wordKey } from "../contract-page/word-key.ts";
import { dayInWords } from "../contract-page/written-values.ts";

/** One entry of a trail: when, who, and what in a sentence. A kind without a sentence is shown by its name. */
export function TrailRow({ entry, timeZone }: { entry: TrailEntry; timeZone: string }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const clock = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { timeZone, timeStyle: "short" });
  const at = clock.format(new Date(entry.at));
  const since = entry.since === null ? null : clock.format(new Date(entry.since));
  const text = entry.facts["text"];
  return (
    <li className={classes["entry"]}>
      <time dateTime={entry.at}>{since === null || since === at ? at : `${since}–${at}`}</time>
      {entry.person ? (
        <PersonBadge {...entry.person} party={entry.party ?? "ours"} sizePx={24} />
      ) : (
        <span className={classes["server"]} aria-hidden />
      )}
      <div>
        <p>
          <strong>{entry.person?.name ?? t("contracts.page.trail.server")}</strong> <Sentence entry={entry} />
        </p>
        {entry.other ? (
          <p>
            <OtherContract contract={entry.other.contract} />
          </p>
        ) : null}
        {typeof text === "string" ? <blockquote>{text}</blockquote> : null}
        {entry.document ? (
          <Link className={classes["other"] ?? ""} to={`/documents/${entry.document.id}`}>
            {entry.document.title}
          </Link>
        ) : null}
      </div>
    </li>
  );
}

function Sentence({ entry }: { entry: TrailEntry }): ReactElement {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  const key = kindKey(entry.kind);
  if (!i18n.exists(key)) return <code>{entry.kind}</code>;
  return <>{t(key, { ...factsInWords(entry, { t, language }) })}</>;
}

/** The key of a kind's sentence. */
function kindKey(kind: string): string {
  const [area = "", what = ""] = kind.split(".");
  return `contracts.page.trail.kinds.${wordKey(area)}.${wordKey(what)}`;
}

/** Facts as the sentences say them: states, fields, roles and days in the reader's language. */
function factsInWords(
  { facts, kind }: TrailEntry,
  { t, language }: { t: TFunction; language: Language },
): Record<string, unknown> {
  const words: Record<string, unknown> = { ...facts };
  const list = language === "zh" ? "、" : ", ";
  for (const name of ["from", "to", "state"]) {
    const state = contractStates.find((each) => each === facts[name]);
    if (state) words[name] = stateNames[state][language];
  }
  for (const name of ["dueDay", "terminationDay"]) {
    const day = facts[name];
    if (typeof day === "string") words[name] = dayInWords(day, language);
  }
  if (typeof facts["fields"] === "string")
    words["fields"] = facts["fields"]
      .split(", ")
      .map((field) => t(`contracts.page.field.${fieldOf(field)}`))
      .join(list);
  if (kind.startsWith("relation."))
    words["relation"] = t(`contracts.page.related.${String(facts["sense"])}.${wordKey(String(facts["kind"]))}`);
  if (typeof facts["role"] === "string") words["role"] = t(`contracts.page.trail.role.${facts["role"]}`);
  if (kind.startsWith("access.")) words["to"] = facts["toPerson"] ?? accessTarget(facts["to"], t);
  if (kind.startsWith("text.")) words["did"] = sittingInWords(facts, t).join(list);
  return words;
}

const accessTarget = (to: unknown, t: TFunction): string =>
  to === "company" || to === "guests" ? t(`contracts.page.trail.link.${to}`) : typeof to === "string" ? to : "";

/** Columns of the record by the fields that show them. */
const fieldOf = (column: string): string =>
  ({ amountMinor: "amount", currency: "amount", departmentId: "department" })[column] ?? column;

const counted = [
  "inserted",
  "deleted",
  "moved",
  "formatted",
  "blocks",
  "asked",
  "accepted",
  "rejected",
  "withdrawn",
  "takenBack",
  "voided",
] as const;

function sittingInWords(facts: TrailEntry["facts"], t: TFunction): string[] {
  return counted.flatMap((name) => {
    const count = facts[name];
    return typeof count === "number" && count > 0 ? [t(`contracts.page.trail.did.${name}`, { count })] : [];
  });
}
