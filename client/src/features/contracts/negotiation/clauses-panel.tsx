import { Button, Chip } from "@mantine/core";
import { type ClauseState, type LedgerLine, clauseStates } from "@parley/contracts";
import type { DocumentCard } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { ClauseRow } from "./clause-row.tsx";
import { ClauseStateSign } from "./clause-state-sign.tsx";
import classes from "./clauses-panel.module.css";
import { useLedger, useNegotiationOf } from "./use-negotiation.ts";

/** Where each clause of a negotiation stands. */
export function ClausesPanel({ card }: { card: DocumentCard }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { data } = useNegotiationOf(card.id);
  const negotiation = data?.negotiation ?? null;
  const ledger = useLedger(card.id, negotiation !== null);
  if (data && !negotiation) return <EmptyState compact title={t("contracts.negotiation.clauses.noNegotiation")} />;
  if (ledger.isError && !ledger.data)
    return <ErrorState compact sentence={sentenceOf(ledger.error)} onRetry={() => void ledger.refetch()} />;
  if (!ledger.data || !negotiation) return <ListSkeleton rows={5} />;
  return <Ledger documentId={card.id} lines={ledger.data} me={negotiation.me} />;
}

function Ledger(props: {
  documentId: string;
  lines: readonly LedgerLine[];
  me: { readonly party: "ours" | "counterparty" | "counsel"; readonly mayFreeze: boolean };
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { lines, me } = props;
  const [state, setState] = useState<ClauseState | "all">("all");
  const freeze = useAction(
    (wanted: { key: string; frozen: boolean }) =>
      contractsEndpoints.negotiation.freezeClause.call({ id: props.documentId, ...wanted }),
    { refreshes: [contractsEndpoints.negotiation.ledger.key()] },
  );
  if (lines.length === 0) return <EmptyState compact title={t("contracts.negotiation.clauses.empty")} />;
  const shown = lines.filter((line) => state === "all" || line.state === state);
  const side = me.party === "counterparty" ? "counterparty" : "ours";
  return (
    <div className={classes["panel"]}>
      <Chip.Group value={state} onChange={(value) => setState(stateOf(value))}>
        <div className={classes["filter"]} role="group" aria-label={t("contracts.negotiation.clauses.filter")}>
          <Chip value="all" size="xs">
            {t("contracts.negotiation.clauses.all")} {lines.length}
          </Chip>
          {clauseStates.map((each) => {
            const count = lines.filter((line) => line.state === each).length;
            return count === 0 && each !== state ? null : (
              <Chip key={each} value={each} size="xs">
                {t(`contracts.negotiation.clauses.state.${each}`)} {count}
              </Chip>
            );
          })}
        </div>
      </Chip.Group>
      {shown.length === 0 ? <p className={classes["none"]}>{t("contracts.negotiation.clauses.none")}</p> : null}
      <ul className={classes["list"]}>
        {shown.map((line) => (
          <ClauseRow
            key={line.key}
            line={line}
            sign={<ClauseStateSign state={line.state} />}
            fault={freeze.error && freeze.variables?.key === line.key ? sentenceOf(freeze.error) : null}
            action={
              me.mayFreeze ? (
                <FreezeButton
                  line={line}
                  frozen={line.frozenBy.includes(side)}
                  loading={freeze.isPending && freeze.variables.key === line.key}
                  onFreeze={(frozen) => freeze.mutate({ key: line.key, frozen })}
                />
              ) : null
            }
          />
        ))}
      </ul>
    </div>
  );
}

const stateOf = (value: string | string[]): ClauseState | "all" => clauseStates.find((each) => each === value) ?? "all";

function FreezeButton(props: {
  line: LedgerLine;
  frozen: boolean;
  loading: boolean;
  onFreeze: (frozen: boolean) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { line, frozen } = props;
  const title = line.title === "" ? t("contracts.negotiation.clauses.untitled") : line.title;
  return (
    <Button
      size="compact-xs"
      variant={frozen ? "subtle" : "default"}
      loading={props.loading}
      aria-label={t(frozen ? "contracts.negotiation.clauses.unfreezeOf" : "contracts.negotiation.clauses.freezeOf", {
        title,
      })}
      onClick={() => props.onFreeze(!frozen)}
    >
      {t(frozen ? "contracts.negotiation.clauses.unfreeze" : "contracts.negotiation.clauses.freeze")}
    </Button>
  );
}
