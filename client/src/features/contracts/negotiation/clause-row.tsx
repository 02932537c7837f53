import type { LedgerLine } from "@parley/contracts";
import { IconAlertTriangle, IconSnowflake } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useShowClause } from "../../../editor/index.ts";
import { Moment } from "../../../ui/moment.tsx";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { usePartyName } from "../../../ui/reader-party.ts";
import classes from "./clauses-panel.module.css";
import { writtenDuration } from "./written-duration.ts";

/** One clause: its name leads to it in the text. */
export function ClauseRow(props: {
  line: LedgerLine;
  sign: ReactElement;
  action: ReactElement | null;
  fault: string | null;
}): ReactElement {
  const { t } = useTranslation();
  const showClause = useShowClause();
  const { line } = props;
  const title = line.title === "" ? t("contracts.negotiation.clauses.untitled") : line.title;
  return (
    <li className={classes["row"]} data-state={line.state}>
      <div className={classes["head"]}>
        {props.sign}
        {props.action}
      </div>
      <button
        type="button"
        className={classes["name"]}
        title={t("contracts.negotiation.clauses.go", { title })}
        onClick={() => showClause({ id: line.key, ...line.place })}
      >
        {title}
      </button>
      {line.reopened ? <Reopened reopened={line.reopened} /> : null}
      <Facts line={line} />
      {props.fault === null ? null : (
        <p className={classes["fault"]} role="alert">
          {props.fault}
        </p>
      )}
    </li>
  );
}

function Facts({ line }: { line: LedgerLine }): ReactElement | null {
  const { t } = useTranslation();
  const nameOf = usePartyName();
  const { lastMover, moves, openComments, waitedFor, frozenBy } = line;
  const waited = (["ours", "counterparty"] as const)
    .filter((side) => waitedFor[side] > 0)
    .map((side) => `${nameOf(side)} ${writtenDuration(waitedFor[side], t)}`);
  const counts = [
    ...(moves > 0 ? [t("contracts.negotiation.clauses.moves", { count: moves })] : []),
    ...(openComments > 0 ? [t("contracts.negotiation.clauses.comments", { count: openComments })] : []),
  ];
  return (
    <div className={classes["facts"]}>
      {frozenBy.length > 0 ? (
        <span className={classes["frozen"]} data-both={frozenBy.length === 2 || undefined}>
          <IconSnowflake size={14} stroke={1.8} aria-hidden />
          {frozenBy.length === 2
            ? t("contracts.negotiation.clauses.frozenBoth")
            : t("contracts.negotiation.clauses.frozenBy", { party: frozenBy.map(nameOf).join() })}
        </span>
      ) : null}
      {lastMover ? (
        <span className={classes["mover"]}>
          {t("contracts.negotiation.clauses.lastMover", { name: lastMover.name })}
          <PartyLabel party={lastMover.party} />
          <Moment iso={lastMover.at} />
        </span>
      ) : null}
      {counts.length > 0 ? <span>{counts.join(" · ")}</span> : null}
      {waited.length > 0 ? (
        <span>{t("contracts.negotiation.clauses.waited", { times: waited.join(" · ") })}</span>
      ) : null}
    </div>
  );
}

/** The plain warning for both sides: what both had frozen has changed. */
function Reopened({ reopened }: { reopened: NonNullable<LedgerLine["reopened"]> }): ReactElement {
  const { t } = useTranslation();
  return (
    <p className={classes["reopened"]}>
      <IconAlertTriangle size={15} stroke={1.8} aria-hidden />
      <span>
        <strong>{t("contracts.negotiation.clauses.reopened", { name: reopened.name })}</strong>{" "}
        <PartyLabel party={reopened.party} /> <Moment iso={reopened.at} />
        <span className={classes["reopenedText"]}>{t("contracts.negotiation.clauses.reopenedText")}</span>
      </span>
    </p>
  );
}
