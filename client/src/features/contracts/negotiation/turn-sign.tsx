import type { NegotiationFace } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { Moment } from "../../../ui/moment.tsx";
import { usePartyName } from "../../../ui/reader-party.ts";
import { partyColour, partyWash } from "../../../ui/theme/party-colour.ts";
import classes from "./negotiation-bar.module.css";

/** Whose turn it is, and since when. */
export function TurnSign({ negotiation }: { negotiation: NegotiationFace }): ReactElement {
  const { t } = useTranslation();
  const nameOf = usePartyName();
  const { turn, me } = negotiation;
  const isMine = turn.party === me.party;
  const organisation = negotiation.organisations.find(({ side }) => side === turn.party)?.name;
  return (
    <span className={classes["turn"]} title={organisation}>
      <strong
        className={classes["turnName"]}
        style={{ color: partyColour(turn.party), background: partyWash(turn.party) }}
        data-mine={isMine || undefined}
      >
        {isMine
          ? t("contracts.negotiation.bar.yourTurn")
          : t("contracts.negotiation.bar.turnOf", { party: nameOf(turn.party) })}
      </strong>
      <span className={classes["since"]}>
        {t("contracts.negotiation.bar.since")} <Moment iso={turn.since} />
      </span>
    </span>
  );
}
