import { type Party, parties } from "@parley/base";
import type { NegotiationFace } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useState } from "react";
import { usePartyName } from "../../../ui/reader-party.ts";
import classes from "./negotiation-bar.module.css";
import { writtenDuration } from "./written-duration.ts";

const TICK_MS = 30_000;

/** How long it has been each party's turn, counting on while the page is open. `atMs` is when the server said so. */
export function CourtClocks(props: { negotiation: NegotiationFace; atMs: number }): ReactElement {
  const { t } = useTranslation();
  const nameOf = usePartyName();
  const { turn, people, isOpen } = props.negotiation;
  const runningMs = useRunning(isOpen, props.atMs);
  const timeOf = (party: Party): number => turn.times[party] + (party === turn.party ? runningMs : 0);
  const shown = parties.filter((party) => party !== "counsel" || timeOf(party) > 0 || turn.party === "counsel");
  const there = new Set(people.map(({ party }) => party));
  return (
    <span className={classes["clocks"]} role="group" aria-label={t("contracts.negotiation.bar.clock")}>
      {shown
        .filter((party) => there.has(party) || timeOf(party) > 0)
        .map((party) => (
          <span key={party} className={classes["clock"]} data-running={(isOpen && party === turn.party) || undefined}>
            {t("contracts.negotiation.bar.clockOf", {
              party: nameOf(party),
              time: writtenDuration(timeOf(party), t),
            })}
          </span>
        ))}
    </span>
  );
}

function useRunning(isOpen: boolean, sinceMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = window.setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, [isOpen]);
  return isOpen ? Math.max(0, nowMs - sinceMs) : 0;
}
