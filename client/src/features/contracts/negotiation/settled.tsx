import type { Party } from "@parley/base";
import type { NegotiationFace } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { PartyLabel } from "../../../ui/party-label.tsx";
import classes from "./dialogs.module.css";

/** How what was proposed in a negotiation was settled, and what was dropped at its end. */
export function Settled({ settled }: { settled: NonNullable<NegotiationFace["settled"]> }): ReactElement {
  const { t } = useTranslation();
  const { dropped } = settled;
  return (
    <section className={classes["settled"]} aria-label={t("contracts.negotiation.settled.title")}>
      <dl className={classes["figures"]}>
        {(["accepted", "rejected", "withdrawn"] as const).map((verdict) => (
          <div key={verdict}>
            <dt>{t(`contracts.negotiation.settled.${verdict}`)}</dt>
            <dd>{settled[verdict]}</dd>
          </div>
        ))}
        <div>
          <dt>{t("contracts.negotiation.settled.dropped")}</dt>
          <dd>{dropped.length}</dd>
        </div>
      </dl>
      {dropped.length === 0 ? null : (
        <ul className={classes["changes"]}>
          {dropped.map(({ by, party, inserted, deleted }, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- the list of what was dropped never changes
            <ChangeLine key={at} by={by} party={party} inserted={inserted} deleted={deleted} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** A change in its words: what it would bring and what it would take, and whose it is. */
export function ChangeLine(props: { by: string; party: Party; inserted: string; deleted: string }): ReactElement {
  const { t } = useTranslation();
  const { by, party, inserted, deleted } = props;
  return (
    <li className={classes["change"]}>
      <span className={classes["changeHead"]}>
        {by}
        <PartyLabel party={party} />
      </span>
      <span className={classes["words"]}>
        {deleted.trim() === "" ? null : <del>{deleted}</del>}
        {inserted.trim() === "" ? null : <ins>{inserted}</ins>}
        {`${inserted}${deleted}`.trim() === "" ? t("contracts.negotiation.close.emptyWords") : null}
      </span>
    </li>
  );
}
