/**
 * The panel "Changes": what waits for a decision, in reading order, what was decided, and for colleagues who changed what when.
 *
 * Invariants:
 * - A decision names what is shown here; when that has changed meanwhile it is refused, and the list is read again.
 * - The keys J, K, A and R never reach somebody who is typing.
 */
import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { DocumentProposal } from "@parley/documents";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSentence } from "../../platform/use-sentence.ts";
import { Timeline } from "../story/timeline.tsx";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import { DecideMany } from "./decide-many.tsx";
import { DecisionsList } from "./decisions-list.tsx";
import { ProposalEntry } from "./proposal-entry.tsx";
import type { Verdict } from "./use-proposals.ts";
import { withRequired } from "./with-required.ts";

type Tab = "waiting" | "decided" | "history";

export function ChangesPanel(): ReactElement {
  const { t } = useTranslation();
  const { proposals, person } = useDocumentEditor();
  const [tab, setTab] = useState<Tab>("waiting");
  const count = proposals.list?.length ?? 0;
  return (
    <div className={classes["panel"]}>
      <SegmentedControl
        fullWidth
        size="xs"
        value={tab}
        onChange={(value) => setTab(value as Tab)}
        data={[
          { value: "waiting", label: t("editor.changes.waiting", { count }) },
          { value: "decided", label: t("editor.changes.decided") },
          // What was there before a guest was let in is in it.
          ...(person.standing === "guest" ? [] : [{ value: "history", label: t("story.history") }]),
        ]}
      />
      {tab === "waiting" ? <Waiting /> : tab === "decided" ? <DecisionsList /> : <Timeline />}
    </div>
  );
}

function Waiting(): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { proposals, proposing, mayDecide } = useDocumentEditor();
  const { list, error, retry, activeId } = proposals;
  const decide = useDecide();
  const show = useShow();
  useTextClicks();
  useChangeKeys(decide, show);
  if (list === null) {
    if (error === null)
      return (
        <div role="status" aria-label={t("editor.changes.loading")}>
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} height={72} mb={12} />
          ))}
        </div>
      );
    return (
      <div role="alert">
        <p className={classes["hint"]}>
          {t("editor.changes.failed")} {sentence(error)}
        </p>
        <Button variant="default" size="compact-sm" onClick={retry}>
          {t("editor.changes.retry")}
        </Button>
      </div>
    );
  }
  if (list.length === 0)
    return (
      <div className={classes["empty"]}>
        <p className={classes["emptyTitle"]}>{t("editor.changes.empty")}</p>
        <p className={classes["hint"]}>
          {t(
            proposing
              ? "editor.changes.emptyPropose"
              : mayDecide
                ? "editor.changes.emptyEdit"
                : "editor.changes.emptyRead",
          )}
        </p>
      </div>
    );
  return (
    <>
      <DecideMany onDecide={decide} />
      <ol className={classes["list"]}>
        {list.map((proposal) => (
          <ProposalEntry
            key={proposal.id}
            proposal={proposal}
            active={proposal.id === activeId}
            onShow={() => show(proposal.id)}
            onDecide={(verdict) => decide(verdict, [proposal])}
          />
        ))}
      </ol>
      <p className={classes["keys"]}>{t(mayDecide ? "editor.changes.keysDecide" : "editor.changes.keys")}</p>
    </>
  );
}

type Decide = (verdict: Verdict, chosen: readonly DocumentProposal[]) => void;

/** Decides, says what was refused, and goes on to the next proposal. */
function useDecide(): Decide {
  const { proposals } = useDocumentEditor();
  const sentence = useSentence();
  return (verdict, chosen) => {
    const { list, activeId, setActive } = proposals;
    if (proposals.deciding || list === null) return;
    const all = verdict === "accept" ? withRequired(chosen, list) : chosen;
    const rest = list.filter(({ id }) => !all.some((each) => each.id === id));
    const at = list.findIndex(({ id }) => id === (activeId ?? all[0]?.id));
    const next = rest.find(({ id }) => list.findIndex((each) => each.id === id) > at) ?? rest.at(-1);
    void proposals.decide(verdict, all).then((refusal) => {
      if (refusal === null) setActive(next?.id ?? null);
      else notifications.show({ color: "yellow", message: sentence(refusal) });
    });
  };
}

/** Makes a proposal the one that is looked at, and brings it into sight. */
function useShow(): (id: string) => void {
  const { proposals, documentEditor } = useDocumentEditor();
  return (id) => {
    proposals.setActive(id);
    if (!documentEditor) return;
    const place = viewOf(documentEditor).dom.querySelector(`[data-proposal="${CSS.escape(id)}"]`);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    place?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  };
}

/** A click on something proposed in the text makes it the one that is looked at. */
function useTextClicks(): void {
  const { documentEditor, proposals } = useDocumentEditor();
  const { setActive } = proposals;
  useEffect(() => {
    if (!documentEditor) return undefined;
    const { dom } = viewOf(documentEditor);
    const choose = (event: MouseEvent): void => {
      const place = event.target instanceof Element ? event.target.closest("[data-proposal]") : null;
      if (place) setActive(place.getAttribute("data-proposal"));
    };
    dom.addEventListener("click", choose);
    return () => dom.removeEventListener("click", choose);
  }, [documentEditor, setActive]);
}

function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=radio]), textarea, select, [role=menu] *"))
  );
}

/** J and K go to the next and the previous proposal; A accepts and R rejects the one that is looked at. */
function useChangeKeys(decide: Decide, show: (id: string) => void): void {
  const { proposals, mayDecide } = useDocumentEditor();
  const act = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
    const { list, activeId } = proposals;
    if (!list || list.length === 0) return;
    const at = list.findIndex(({ id }) => id === activeId);
    const active = list[at];
    switch (event.key.toLowerCase()) {
      case "j":
        show((list[Math.min(at + 1, list.length - 1)] ?? list[0])?.id ?? "");
        break;
      case "k":
        show((list[Math.max(at - 1, 0)] ?? list[0])?.id ?? "");
        break;
      case "a":
        if (!active || !mayDecide) return;
        decide("accept", [active]);
        break;
      case "r":
        if (!active || !mayDecide) return;
        decide("reject", [active]);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const current = useRef(act);
  useEffect(() => {
    current.current = act;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => current.current(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
