import { UnstyledButton } from "@mantine/core";
import type { ReviewWriter, ReviewedClause } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { Redline } from "./redline.tsx";
import classes from "./review-page.module.css";
import { shortWords } from "./short-words.ts";

/** One clause that reads otherwise: who changed it, what differs, where it stands in the negotiation. */
export function ChangeCard(props: { clause: ReviewedClause; writers: readonly ReviewWriter[] }): ReactElement {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const { clause, writers } = props;
  const { kind, title, words, text, by } = clause;
  const short = shortWords(words);
  const isCut = short.some((word, index) => word !== words[index]);
  return (
    <article className={classes["change"]} data-change tabIndex={-1} aria-label={title}>
      <header className={classes["changeHead"]}>
        <h3 className={classes["clause"]}>{title}</h3>
        <span className={classes["kind"]} data-kind={kind}>
          {kind === "unchanged" ? null : t(`contracts.review.kind.${kind}`)}
        </span>
      </header>
      <Authors by={by} writers={writers} />
      {words.length > 0 ? (
        <Redline words={whole ? words : short} writers={writers} />
      ) : (
        <p className={classes["words"]}>{text}</p>
      )}
      <footer className={classes["changeFoot"]}>
        <LedgerLineOf clause={clause} />
        {isCut ? (
          <UnstyledButton className={classes["textButton"]} aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {t(whole ? "contracts.review.showLess" : "contracts.review.showAll")}
          </UnstyledButton>
        ) : null}
      </footer>
    </article>
  );
}

function Authors(props: { by: readonly number[]; writers: readonly ReviewWriter[] }): ReactElement | null {
  const named = props.by.flatMap((index) => props.writers[index] ?? []);
  if (named.length === 0) return null;
  return (
    <p className={classes["authors"]}>
      {named.map(({ id, name, organisation, party }) => (
        <span key={`${id} ${party}`} className={classes["author"]}>
          <span>{organisation === null ? name : `${name} · ${organisation}`}</span>
          <PartyLabel party={party} />
        </span>
      ))}
    </p>
  );
}

/** Where a clause stands between the sides, and who moved last. */
export function LedgerLineOf({ clause: { ledger } }: { clause: ReviewedClause }): ReactElement | null {
  const { t } = useTranslation();
  if (!ledger || ledger.state === "untouched") return <span />;
  const state = t(`contracts.review.ledger.${ledger.state}`);
  return (
    <span className={classes["quiet"]}>
      {ledger.lastMover ? t("contracts.review.lastMove", { state, name: ledger.lastMover.name }) : state}
    </span>
  );
}
