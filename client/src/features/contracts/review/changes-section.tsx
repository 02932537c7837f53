import { Button, NativeSelect } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReviewBasis, ReviewWriter, ReviewedClause, ReviewedText } from "@parley/contracts";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { formatMoment } from "../../../ui/format-moment.ts";
import { usePartyName } from "../../../ui/reader-party.ts";
import { ChangeCard } from "./change-card.tsx";
import classes from "./review-page.module.css";

/** What changed since a text that can be chosen, clause by clause; what reads as before is folded. */
export function ChangesSection({ text }: { text: ReviewedText }): ReactElement {
  const { t } = useTranslation();
  const [only, setOnly] = useState("");
  const changed = text.clauses.filter(({ kind }) => kind !== "unchanged");
  const shown = changed.filter(({ by }) => isOf(by, text.writers, only));
  const isWhole = text.basis.kind === "whole";
  const runs = isWhole ? [] : runsOf(text.clauses, (clause) => isOf(clause.by, text.writers, only));
  return (
    <section aria-labelledby="review-changes">
      <h2 id="review-changes" className={classes["heading"]}>
        {t("contracts.review.changes")}
      </h2>
      <div className={classes["tools"]}>
        <BasisChoice text={text} />
        {changed.length > 0 ? <WriterChoice text={text} only={only} onOnly={setOnly} /> : null}
      </div>
      <p className={classes["sum"]} role="status">
        {isWhole
          ? t(text.bases[0]?.kind === "whole" ? "contracts.review.wholeText" : "contracts.review.wholeChosen")
          : changed.length === 0
            ? t("contracts.review.same")
            : only === ""
              ? t("contracts.review.count", { count: changed.length })
              : t("contracts.review.shownOf", { shown: shown.length, count: changed.length })}
      </p>
      {isWhole ? <WholeText clauses={text.clauses} /> : null}
      {changed.length > 0 && shown.length === 0 ? (
        <p className={classes["quiet"]}>{t("contracts.review.noneOf")}</p>
      ) : null}
      {runs.map((run) =>
        run.changed ? (
          <ChangeCard key={run.key} clause={run.changed} writers={text.writers} />
        ) : (
          <Unchanged key={run.key} clauses={run.unchanged} />
        ),
      )}
      <SeenButton text={text} />
    </section>
  );
}

function isOf(by: readonly number[], writers: readonly ReviewWriter[], only: string): boolean {
  if (only === "") return true;
  return by.some((index) => `party ${writers[index]?.party}` === only || `person ${index}` === only);
}

interface Run {
  readonly key: string;
  readonly changed: ReviewedClause | null;
  readonly unchanged: readonly ReviewedClause[];
}

/** Each change by itself, and what reads as before in between together. Changes of others than those asked for are left out. */
function runsOf(clauses: readonly ReviewedClause[], isShown: (clause: ReviewedClause) => boolean): Run[] {
  const runs: Run[] = [];
  for (const [index, clause] of clauses.entries()) {
    const last = runs.at(-1);
    if (clause.kind !== "unchanged") {
      if (isShown(clause)) runs.push({ key: `${index} ${clause.key}`, changed: clause, unchanged: [] });
    } else if (last && last.changed === null)
      runs[runs.length - 1] = { ...last, unchanged: [...last.unchanged, clause] };
    else runs.push({ key: `${index} ${clause.key}`, changed: null, unchanged: [clause] });
  }
  return runs;
}

function WholeText({ clauses }: { clauses: readonly ReviewedClause[] }): ReactElement {
  return (
    <div className={classes["whole"]}>
      {clauses.map((clause, index) => (
        <PlainClause key={`${index} ${clause.key}`} clause={clause} />
      ))}
    </div>
  );
}

function Unchanged({ clauses }: { clauses: readonly ReviewedClause[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <details className={classes["unchanged"]}>
      <summary>{t("contracts.review.unchanged", { count: clauses.length })}</summary>
      <WholeText clauses={clauses} />
    </details>
  );
}

/** A clause that reads as before; its first line is its heading. */
function PlainClause({ clause }: { clause: ReviewedClause }): ReactElement {
  const lines = clause.text.split("\n");
  return (
    <div className={classes["plain"]}>
      <h3 className={classes["clause"]}>{clause.title}</h3>
      {lines.slice(1).length > 0 ? <p className={classes["words"]}>{lines.slice(1).join("\n")}</p> : null}
    </div>
  );
}

function BasisChoice({ text }: { text: ReviewedText }): ReactElement {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const nameOf = ({ kind, at, number }: ReviewBasis): string =>
    t(`contracts.review.basis.${kind}`, { number, at: at === null ? "" : formatMoment(at, i18n.language) });
  return (
    <NativeSelect
      className={classes["choice"] ?? ""}
      label={t("contracts.review.compared")}
      data={text.bases.map((basis) => ({ value: basis.id, label: nameOf(basis) }))}
      value={text.basis.id}
      onChange={(event) => void navigate({ to: ".", search: { since: event.currentTarget.value }, replace: true })}
    />
  );
}

function WriterChoice(props: { text: ReviewedText; only: string; onOnly: (only: string) => void }): ReactElement {
  const { t } = useTranslation();
  const partyName = usePartyName();
  const { writers } = props.text;
  const sides = [...new Set(writers.map(({ party }) => party))];
  return (
    <NativeSelect
      className={classes["choice"] ?? ""}
      label={t("contracts.review.only")}
      data={[
        { value: "", label: t("contracts.review.everybody") },
        ...sides.map((party) => ({ value: `party ${party}`, label: partyName(party) })),
        ...writers.map(({ name, party }, index) => ({
          value: `person ${index}`,
          label: t("contracts.review.writer", { name, party: partyName(party) }),
        })),
      ]}
      value={props.only}
      onChange={(event) => props.onOnly(event.currentTarget.value)}
    />
  );
}

/** Says that one has read the text; only then is it what one last looked at. */
function SeenButton({ text }: { text: ReviewedText }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { documentId, seq, at } = text;
  const mark = useAction(() => documentsEndpoints.review.markSeen.call({ id: documentId, seq, at }), {
    onDone: () => notifications.show({ message: t("contracts.review.seenDone") }),
    onFailed: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  return (
    <Button variant="default" size="md" loading={mark.isPending} onClick={() => mark.mutate(undefined)}>
      {t("contracts.review.seen")}
    </Button>
  );
}
