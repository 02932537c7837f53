import { ActionIcon, Button, CopyButton, Menu, Tooltip } from "@mantine/core";
import type { NegotiationFace } from "@parley/contracts";
import { IconCheck, IconCopy, IconGitCompare } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { Moment } from "../../../ui/moment.tsx";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { usePartyName } from "../../../ui/reader-party.ts";
import classes from "./rounds.module.css";

type Round = NegotiationFace["rounds"][number];

/** The rounds of a negotiation, newest first: what was released to whom, sealed by which hash, and how it compares with any other. */
export function RoundsList({ negotiation }: { negotiation: NegotiationFace }): ReactElement {
  const { t } = useTranslation();
  if (negotiation.rounds.length === 0)
    return <p className={classes["none"]}>{t("contracts.negotiation.rounds.none")}</p>;
  return (
    <ol className={classes["rounds"]} reversed>
      {negotiation.rounds.toReversed().map((round) => (
        <RoundEntry key={round.number} round={round} negotiation={negotiation} />
      ))}
    </ol>
  );
}

function RoundEntry({ round, negotiation }: { round: Round; negotiation: NegotiationFace }): ReactElement {
  const { t } = useTranslation();
  const nameOf = usePartyName();
  const { number, by, to, note, releasedAt, textHash } = round;
  return (
    <li className={classes["round"]} aria-label={t("contracts.negotiation.rounds.number", { number })}>
      <div className={classes["head"]}>
        <strong>{t("contracts.negotiation.rounds.number", { number })}</strong>
        <Compare round={round} negotiation={negotiation} />
      </div>
      <span className={classes["facts"]}>
        {t("contracts.negotiation.rounds.from", { name: by.name, party: nameOf(to) })}
        <PartyLabel party={by.party} />
        <Moment iso={releasedAt} />
      </span>
      {note === "" ? null : <p className={classes["note"]}>{note}</p>}
      <span className={classes["hash"]}>
        {t("contracts.negotiation.rounds.hash")} <code title={textHash}>{textHash.slice(0, 12)}</code>
        <CopyButton value={textHash}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t("ui.copied") : t("ui.copy")}>
              <ActionIcon
                size="sm"
                variant="subtle"
                aria-label={t("contracts.negotiation.rounds.copyHash", { number })}
                onClick={copy}
              >
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </span>
    </li>
  );
}

/** Leads to the net changes between a round and another one, the start, or what is there now. */
function Compare({ round, negotiation }: { round: Round; negotiation: NegotiationFace }): ReactElement {
  const { t } = useTranslation();
  const { documentId, rounds, openedSeq } = negotiation;
  const others = [
    { key: "start", label: t("contracts.negotiation.rounds.withStart"), older: openedSeq, newer: String(round.seq) },
    ...rounds
      .filter(({ number }) => number !== round.number)
      .map((other) => ({
        key: String(other.number),
        label: t("contracts.negotiation.rounds.withRound", { number: other.number }),
        older: Math.min(other.seq, round.seq),
        newer: String(Math.max(other.seq, round.seq)),
      })),
    { key: "present", label: t("contracts.negotiation.rounds.withPresent"), older: round.seq, newer: "present" },
  ];
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconGitCompare size={14} aria-hidden />}
          aria-label={t("contracts.negotiation.rounds.compareOf", { number: round.number })}
        >
          {t("contracts.negotiation.rounds.compareWith")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map(({ key, label, older, newer }) => (
          <Menu.Item
            key={key}
            component={Link}
            to={`/documents/${documentId}`}
            search={{ version: String(older), with: newer } as never}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
