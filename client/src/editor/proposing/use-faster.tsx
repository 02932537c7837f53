/** Tells whoever loses a race who decided what: the person, the decision, and the words. */
import { notifications, notificationsStore } from "@mantine/notifications";
import type { DocumentProposal } from "@parley/documents";
import { type ReactElement, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { ChangedWords } from "./changed-words.tsx";
import { type FasterDecision, fasterDecisions } from "./faster-decisions.ts";
import classes from "./faster.module.css";
import { wordsForNotice } from "./shown-words.ts";

/** What somebody was about to do when others were faster: they had decided, or they were looking at the proposal. */
type Losing = "decided" | "looking";

const SHOWN_DECISIONS = 3;
const LOOKING_MS = 12_000;

/** Returns how to say who has decided on these proposals; resolves with whether anybody else had. */
export function useTellingFaster(): (losing: Losing, lost: readonly DocumentProposal[]) => Promise<boolean> {
  const { documentId, person } = useDocumentEditor();
  return async (losing, lost) => {
    const decisions = await documentsEndpoints.proposals.decisions.call({ id: documentId }).catch(() => []);
    const found = fasterDecisions(decisions, new Set(lost.map(({ id }) => id)));
    // What one has decided on oneself, in another window, is no news.
    const others = found.filter(({ decidedBy }) => losing === "decided" || decidedBy.id !== person.id);
    for (const decision of others.slice(0, SHOWN_DECISIONS)) show(losing, decision);
    return others.length > 0;
  };
}

function show(losing: Losing, decision: FasterDecision): void {
  const id = `faster ${decision.seq} ${decision.fate}`;
  const isSaid = notificationsStore.getState().notifications.some((each) => each.id === id);
  if (isSaid && losing === "looking") return;
  notifications.hide(id);
  notifications.show({
    id,
    color: "yellow",
    // What they wanted has not been done: it stays until they have read it.
    autoClose: losing === "decided" ? false : LOOKING_MS,
    message: <Told losing={losing} decision={decision} />,
  });
}

function Told({ losing, decision }: { losing: Losing; decision: FasterDecision }): ReactElement {
  const { t } = useTranslation();
  const { decidedBy, fate, proposals } = decision;
  const [{ kind, subject, insertedText, deletedText, settings }, ...more] = proposals;
  return (
    <span className={classes["faster"]}>
      <span>{t(`editor.changes.faster.${losing}.${fate}`, { name: decidedBy.name })}</span>
      <ChangedWords
        kind={kind}
        subject={subject}
        insertedText={wordsForNotice(insertedText)}
        deletedText={wordsForNotice(deletedText)}
        settings={settings}
      />
      {more.length > 0 ? <span>{t("editor.changes.faster.more", { count: more.length })}</span> : null}
    </span>
  );
}

/** Says so when somebody else decides on the proposal that is looked at: else it would only vanish under the hand that was about to decide. */
export function useDecidedByOthers(): void {
  const { list, activeId } = useListedProposals();
  const tell = useTellingFaster();
  const looked = useRef<DocumentProposal | null>(null);
  useEffect(() => {
    if (list === null) return;
    const before = looked.current;
    looked.current = list.find(({ id }) => id === activeId) ?? null;
    if (before && !list.some(({ id }) => id === before.id)) void tell("looking", [before]);
    // oxlint-disable-next-line react/exhaustive-deps -- only the list and what is looked at tell that something has gone
  }, [list, activeId]);
}
