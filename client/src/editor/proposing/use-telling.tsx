/** Says what came of a decision, with what can be done about it right away. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { DocumentProposal } from "@parley/documents";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../platform/api-error.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { leavesOldWords } from "./answered-words.ts";
import { bringIntoSight } from "./bring-into-sight.ts";
import { askForPlace, useDecisionPlace } from "./decision-place.ts";
import classes from "../../ui/told.module.css";
import type { OppositeOf } from "./opposite-place.ts";
import { rejectedAlong } from "./rivals.ts";
import { useOpposing } from "./use-opposing.tsx";
import type { Made, Verdict } from "./use-proposals.ts";

/** One message for all decisions: the newest takes the place of the one before. */
const DECIDED = "decided";
const LEFT = "left";
const SHOWN_MS = 6_000;

type Tell = (verdict: Verdict, made: Made, decided: readonly DocumentProposal[]) => void;

/** Returns how to say what was decided and what was left. An acceptance or a rejection can be taken back from there, unless it moved words. */
export function useTelling(): Tell {
  const { t } = useTranslation();
  const { documentEditor } = useDocumentEditor();
  const { list, setActive } = useListedProposals();
  const takeBack = useTakingBack();
  const look = (id: string): void => {
    notifications.hide(LEFT);
    setActive(id);
    if (documentEditor) bringIntoSight(viewOf(documentEditor).dom.querySelector(`[data-proposal="${CSS.escape(id)}"]`));
  };
  return (verdict, { seq, left, stays }, decided) => {
    const along = verdict === "accept" ? rejectedAlong(decided, list ?? []) : [];
    const isOldLeft = along.some(({ rejected, instead }) => instead.every((each) => leavesOldWords(each, rejected)));
    const name = along[0]?.rejected.author?.name ?? t("editor.changes.unknownAuthor");
    const insiders = (verdict === "accept" ? decided : []).flatMap(({ inside }) =>
      inside.flatMap(({ by, waits }) => (waits ? [] : [by?.name ?? t("editor.changes.unknownAuthor")])),
    );
    const words = [
      t(`editor.changes.done.${verdict}`, { count: decided.length }),
      ...(along.length === 1 ? [t("editor.changes.done.alternative", { name })] : []),
      ...(along.length > 1 ? [t("editor.changes.done.alternatives", { count: along.length })] : []),
      ...(insiders.length > 0
        ? [t("editor.changes.done.inside", { name: [...new Set(insiders)].join(t("editor.review.and")) })]
        : []),
      ...(isOldLeft ? [t("editor.changes.done.oldLeft")] : []),
    ];
    const done = words.join(t("editor.changes.done.between"));
    show(
      DECIDED,
      isOldLeft ? false : SHOWN_MS,
      stays
        ? t("ui.twoSentences", {
            first: t("editor.changes.done.sentence", { done }),
            second: t(`editor.restored.stays.${stays}`),
          })
        : done,
      verdict === "withdraw" || stays ? null : (
        <Act
          words={t("editor.changes.undo")}
          onAct={() => {
            notifications.hide(DECIDED);
            takeBack(seq, { verdict, proposals: decided });
          }}
        />
      ),
    );
    if (left.length === 0) return;
    const reasons = (["changed", "requires", "rival", "gone"] as const).flatMap((why) => {
      const count = left.filter((each) => each.why === why).length;
      return count > 0 ? [t(`editor.changes.left.${why}`, { count })] : [];
    });
    const first = left.find(({ why }) => why !== "gone");
    const act = first ? <Act words={t("editor.changes.left.look")} onAct={() => look(first.id)} /> : null;
    // It stays until somebody has read it: what they wanted has not been done.
    show(LEFT, false, reasons.join(" "), act, "yellow");
  };
}

/** Returns how to take a decision back; says what came of it, and offers what is possible where that is not. */
export function useTakingBack(): (seq: number, decided: OppositeOf) => void {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { takeBack } = useListedProposals();
  const { documentId } = useDocumentEditor();
  const findPlace = useDecisionPlace();
  const oppose = useOpposing();
  return (seq, decided) => {
    const propose = (): void => {
      notifications.hide(DECIDED);
      void askForPlace(documentId, seq).then(({ at, place }) => {
        const placed = decided.proposals.map((proposal) => (place ? { ...proposal, place } : proposal));
        oppose({ ...decided, proposals: placed }, at.length > 0 || place ? at : null);
      });
    };
    void takeBack(seq).then((answer) => {
      if (!(answer instanceof ApiError)) return show(DECIDED, SHOWN_MS, t("editor.changes.tookBack"), null);
      const isStuck =
        answer.code === "documents/decision-place-changed" ||
        answer.code === "documents/decision-moved-text" ||
        answer.code === "documents/decision-too-large";
      if (!isStuck) return show(DECIDED, SHOWN_MS, sentence(answer), null, "yellow");
      // The opposite is offered only where there is something to propose it about.
      return findPlace({ seq, ...decided }).then(({ at, place }) =>
        at.length > 0 || place
          ? show(
              DECIDED,
              false,
              sentence(answer),
              <Act words={t("editor.changes.proposeOpposite")} onAct={propose} />,
              "yellow",
            )
          : show(DECIDED, SHOWN_MS, t("editor.restored.stays.gone"), null, "yellow"),
      );
    });
  };
}

function show(id: string, autoClose: number | false, words: string, act: ReactNode, color?: string): void {
  const shown = {
    id,
    autoClose,
    message: (
      <span className={classes["told"]}>
        <span>{words}</span>
        {act}
      </span>
    ),
    ...(color !== undefined && { color }),
  };
  notifications.hide(id);
  notifications.show(shown);
}

function Act({ words, onAct }: { words: string; onAct: () => void }): ReactElement {
  return (
    <Button size="compact-sm" variant="default" onClick={onAct}>
      {words}
    </Button>
  );
}
