import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { KeptProposalDecision } from "@parley/documents";
import { type ReactElement, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { StaysInPage, useWindowedRows } from "../../ui/windowed-rows.ts";
import { useDocumentEditor, useSessionStatus } from "../provider/editor-context.ts";
import { type Showing, useShowPlace } from "../story/use-show-place.ts";
import classes from "./changes-panel.module.css";
import { useDecisionPlace } from "./decision-place.ts";
import { DecisionEntry, decisionRow } from "./decision-entry.tsx";

/** Every decision ever made, the newest first. */
export function DecisionsList(): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { documentId } = useDocumentEditor();
  const seq = useSessionStatus()?.seq ?? 0;
  const query = useQuery({
    ...documentsEndpoints.proposals.decisions.queryOptions({ input: { id: documentId } }),
    // A decision of somebody else is a row like any other.
    queryKey: [...documentsEndpoints.proposals.decisions.queryKey({ input: { id: documentId } }), seq],
    placeholderData: (before) => before,
  });
  if (query.data === undefined) {
    if (query.error === null)
      return (
        <div role="status" aria-label={t("editor.changes.loading")}>
          <Skeleton height={60} mb={12} />
          <Skeleton height={60} />
        </div>
      );
    return (
      <div role="alert">
        <p className={classes["hint"]}>
          {t("ui.twoSentences", { first: t("editor.changes.failed"), second: sentence(query.error) })}
        </p>
        <Button variant="default" size="compact-sm" onClick={() => void query.refetch()}>
          {t("editor.changes.retry")}
        </Button>
      </div>
    );
  }
  if (query.data.length === 0) return <p className={classes["hint"]}>{t("editor.changes.noDecisions")}</p>;
  return <Decisions decisions={query.data} />;
}

/** As in the style sheet. */
const GAP_PX = 4;
const ENTRY_PX = 150;
const entryPx = (): number => ENTRY_PX;

/** Of hundreds only those in sight stand in the page. */
function Decisions({ decisions }: { decisions: readonly KeptProposalDecision[] }): ReactElement {
  const newestFirst = useMemo(() => decisions.toReversed(), [decisions]);
  const keys = useMemo(() => newestFirst.map(decisionRow), [newestFirst]);
  const { list, shown, measure, hold } = useWindowedRows({ keys, estimatePx: entryPx, gapPx: GAP_PX });
  const { look, looked, note } = useLookingAtDecisions();
  return (
    <StaysInPage value={hold}>
      <ol className={classes["list"]} {...list}>
        {shown.map((place) => {
          const decision = newestFirst[place.index];
          return decision ? (
            <DecisionEntry
              key={decision.seq}
              decision={decision}
              row={{ place, ofCount: keys.length, measure }}
              onShow={() => void look(decision)}
              shown={looked === decision.seq}
              note={looked === decision.seq ? note : undefined}
            />
          ) : null;
        })}
      </ol>
    </StaysInPage>
  );
}

/** Leads to the places of decisions. `note` says what cannot be shown of the one that is looked at. */
function useLookingAtDecisions(): {
  readonly look: (decision: KeptProposalDecision) => Promise<void>;
  readonly looked: number | null;
  readonly note: string | undefined;
} {
  const { t } = useTranslation();
  const findPlace = useDecisionPlace();
  const show = useShowPlace();
  const asked = useRef<number | null>(null);
  const [looked, setLooked] = useState<{ readonly seq: number; readonly showing: Showing } | null>(null);
  useEffect(
    () => () => {
      asked.current = null;
    },
    [],
  );
  const words = { gone: "story.change.gone", notHere: "story.change.notHere", goneNowhere: "editor.changes.placeless" };
  return {
    look: async (decision) => {
      asked.current = decision.seq;
      const place = await findPlace(decision);
      // Somebody may have asked for another one meanwhile, or have put the list away.
      if (asked.current === decision.seq) setLooked({ seq: decision.seq, showing: show(place) });
    },
    looked: looked?.seq ?? null,
    note: looked === null || looked.showing === "shown" ? undefined : t(words[looked.showing]),
  };
}
