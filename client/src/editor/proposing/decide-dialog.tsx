import { Button, Group, Text } from "@mantine/core";
import { type ReactElement, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/dialog.tsx";
import type { DocumentProposal } from "@parley/documents";
import { useListedProposals } from "../provider/editor-context.ts";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { AlternativesChoice } from "./alternatives-choice.tsx";
import type { ClauseGroup } from "./clause-groups.ts";
import { InsideWordsOf } from "./inside-words.tsx";
import { ReasonField } from "./reason-field.tsx";
import classes from "./changes-panel.module.css";
import { alternativesIn, placesToAsk, settleChoice } from "./rivals.ts";
import type { Verdict } from "./use-proposals.ts";

/** What is about to be decided. */
export interface AskedDecision {
  readonly verdict: Verdict;
  readonly chosen: readonly DocumentProposal[];
  /** The article or clause of which they are all, where they were chosen so. */
  readonly within?: string | null;
}

const nowhere: readonly (readonly DocumentProposal[])[] = [];

/**
 * Asks before many proposals are decided on at once, and for a reason, which may be left out. Of each place with alternatives it asks
 * which one is meant, and leaves it undecided unless somebody says so.
 */
export function DecideDialog(props: {
  asked: AskedDecision;
  onDecide: (verdict: Verdict, chosen: readonly DocumentProposal[], reason: string) => void;
  onClose: () => void;
  clauses: readonly ClauseGroup[];
}): ReactElement {
  const { t } = useTranslation();
  const { verdict, chosen, within = null } = props.asked;
  const { list } = useListedProposals();
  const [reason, setReason] = useState("");
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map());
  const all = list ?? chosen;
  const places = useMemo(() => (verdict === "accept" ? placesToAsk(chosen, all) : nowhere), [verdict, chosen, all]);
  const { accepted, left } = settleChoice(chosen, all, new Set(picked.values()));
  const decided = verdict === "accept" ? accepted : chosen;
  const rejectsAlternatives = verdict === "reject" && alternativesIn(chosen).length > 0;
  return (
    <Dialog
      title={
        places.length > 0 && decided.length === 0
          ? t("editor.changes.many.chooseTitle")
          : t(`editor.changes.many.${verdict}Title`, { count: decided.length })
      }
      size={places.length > 0 ? "lg" : "md"}
      onClose={props.onClose}
    >
      {within ? (
        <Text fw={600} mb="xs">
          {t("editor.changes.many.allIn", { title: within })}
        </Text>
      ) : null}
      <Text c="dimmed" mb="md">
        {t(`editor.changes.many.${verdict}Text`)}{" "}
        {rejectsAlternatives ? t("editor.changes.many.rejectAlternatives") : ""}
      </Text>
      {verdict === "withdraw" ? null : <Proposers proposals={decided} />}
      {places.length > 0 ? (
        <AlternativesChoice
          places={places}
          clauses={props.clauses}
          picked={picked}
          onPick={(place, id) => {
            const next = new Map(picked);
            if (id === null) next.delete(place);
            else next.set(place, id);
            setPicked(next);
          }}
        />
      ) : null}
      {verdict === "accept" ? <InsideWordsOf proposals={decided} /> : null}
      {verdict === "accept" && left.length > 0 ? (
        <Text size="sm" mb="md" role="status">
          {t("editor.changes.many.leftBuilding", { count: left.length })}
        </Text>
      ) : null}
      <div className={classes["askedFoot"]}>
        <ReasonField value={reason} onChange={setReason} takesFocus={places.length === 0} />
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button
            disabled={decided.length === 0}
            onClick={() => {
              props.onClose();
              props.onDecide(verdict, decided, reason);
            }}
          >
            {t(`editor.changes.many.${verdict}Action`)}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}

/** Whose the proposals are that are about to be decided on, and how many each has. */
function Proposers({ proposals }: { proposals: readonly DocumentProposal[] }): ReactElement {
  const { t } = useTranslation();
  const byAuthor = Map.groupBy(proposals, ({ author, party }) => `${author?.id ?? ""} ${party}`);
  return (
    <ul className={classes["askedAbout"]} aria-label={t("editor.changes.many.whose")}>
      {[...byAuthor].map(([key, [first, ...more]]) => {
        const name = first?.author?.name ?? t("editor.changes.unknownAuthor");
        return first === undefined ? null : (
          <li key={key}>
            <PersonBadge id={first.author?.id ?? ""} name={name} party={first.party} sizePx={24} />
            <span className={classes["name"]}>{t("editor.changes.proposedBy", { name })}</span>
            <PartyLabel party={first.party} />
            <span className={classes["askedCount"]}>
              {t("editor.changes.many.ofAuthor", { count: more.length + 1 })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
