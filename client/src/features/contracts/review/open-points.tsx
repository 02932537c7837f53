import { type ReviewedText, findingSentence } from "@parley/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement, ReactNode } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { Moment } from "../../../ui/moment.tsx";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { partyColour, partyWash } from "../../../ui/theme/party-colour.ts";
import classes from "./review-page.module.css";

/** What is not settled yet: proposals that wait, comments that are open, findings of the checks. */
export function OpenPoints({ text }: { text: ReviewedText }): ReactElement {
  const { t } = useTranslation();
  const { proposals, threads, findings } = text;
  const isEmpty = proposals.length + threads.length + findings.length === 0;
  return (
    <section aria-labelledby="review-open">
      <h2 id="review-open" className={classes["heading"]}>
        {t("contracts.review.open")}
      </h2>
      {isEmpty ? <p className={classes["quiet"]}>{t("contracts.review.nothingOpen")}</p> : null}
      <Findings text={text} />
      <Proposals text={text} />
      <Threads text={text} />
    </section>
  );
}

function Group(props: { title: string; count: number; more?: ReactNode; children: ReactNode }): ReactElement | null {
  if (props.count === 0) return null;
  return (
    <>
      <h3 className={classes["subheading"]}>
        {props.title} <span className={classes["number"]}>{props.count}</span>
      </h3>
      <ul className={classes["points"]}>{props.children}</ul>
      {props.more}
    </>
  );
}

function ToText(props: { documentId: string; label: string }): ReactElement {
  return (
    <Link className={classes["link"] ?? ""} to={`/documents/${props.documentId}`}>
      {props.label}
    </Link>
  );
}

function Findings({ text: { findings } }: { text: ReviewedText }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const weight = ({ severity, ignored }: (typeof findings)[number]): number =>
    ignored ? 2 : severity === "blocking" ? 0 : 1;
  return (
    <Group title={t("contracts.review.findings")} count={findings.length}>
      {findings
        .toSorted((one, other) => weight(one) - weight(other))
        .map((finding) => (
          <li key={finding.key} data-weight={finding.ignored ? undefined : finding.severity}>
            <p>{findingSentence(finding, language)}</p>
            <p className={classes["quiet"]}>
              {finding.ignored
                ? t("contracts.review.leftAside", { name: finding.ignored.by.name, reason: finding.ignored.reason })
                : t(finding.severity === "blocking" ? "contracts.review.blocking" : "contracts.review.warning")}
              {finding.clause ? ` · ${t("contracts.review.inClause", { clause: finding.clause.label })}` : null}
            </p>
          </li>
        ))}
    </Group>
  );
}

function Proposals({ text: { proposals, documentId } }: { text: ReviewedText }): ReactElement {
  const { t } = useTranslation();
  return (
    <Group
      title={t("contracts.review.proposals")}
      count={proposals.length}
      more={<ToText documentId={documentId} label={t("contracts.review.decideThere")} />}
    >
      {proposals.map(({ id, by, party, at, inserted, deleted, clause, isForYou }) => {
        const style = { color: partyColour(party), background: partyWash(party) };
        return (
          <li key={id}>
            <p className={classes["authors"]}>
              <span className={classes["author"]}>
                {by?.name ?? t("contracts.review.nobody")} <PartyLabel party={party} />
              </span>
              <span className={classes["quiet"]}>
                <Moment iso={at} />
                {clause === null ? null : ` · ${t("contracts.review.inClause", { clause })}`}
                {isForYou ? ` · ${t("contracts.review.yours")}` : null}
              </span>
            </p>
            <p className={classes["words"]}>
              {deleted === "" ? null : <del style={style}>{deleted.trim()}</del>}{" "}
              {inserted === "" ? null : <ins style={style}>{inserted.trim()}</ins>}
            </p>
          </li>
        );
      })}
    </Group>
  );
}

function Threads({ text: { threads, documentId } }: { text: ReviewedText }): ReactElement {
  const { t } = useTranslation();
  return (
    <Group
      title={t("contracts.review.comments")}
      count={threads.length}
      more={<ToText documentId={documentId} label={t("contracts.review.replyThere")} />}
    >
      {threads.map(({ id, audience, quote, clause, comments }) => (
        <li key={id}>
          <p className={classes["quiet"]}>
            {t(`contracts.review.audience.${audience === "circle" || audience === "everyone" ? audience : "internal"}`)}
            {clause === null ? null : ` · ${t("contracts.review.inClause", { clause })}`}
          </p>
          {quote === "" ? null : <blockquote className={classes["quote"]}>{quote}</blockquote>}
          {comments.map(({ by, at, text }) => (
            <div key={`${by.id} ${at}`} className={classes["comment"]}>
              <p className={classes["authors"]}>
                <span className={classes["author"]}>
                  {by.name} <PartyLabel party={by.party} />
                </span>
                <span className={classes["quiet"]}>
                  <Moment iso={at} />
                </span>
              </p>
              <p className={classes["words"]}>{text}</p>
            </div>
          ))}
        </li>
      ))}
    </Group>
  );
}
