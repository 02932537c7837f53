import { Skeleton } from "@mantine/core";
import type { DocumentProposal } from "@parley/documents";
import { type ReactElement, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { placesOf } from "../comments/thread-places.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import { type Clause, clauseAt, clausesOf } from "./clauses.ts";
import { type AskedDecision, DecideDialog } from "./decide-dialog.tsx";
import { ChosenBar, ClauseHead, DecideMany } from "./decide-many.tsx";
import { ProposalEntry, reasonTypedFor } from "./proposal-entry.tsx";
import { withAnswersBehind } from "./rivals.ts";
import { useDecide, useListKeys, useShow, useTextClicks } from "./use-deciding.ts";

/** What waits for a decision, by clauses; `onLook` is told when somebody wants to see one in the text. */
export function WaitingList({ onLook }: { onLook: () => void }): ReactElement {
  const { proposals } = useDocumentEditor();
  const { list } = proposals;
  useTextClicks();
  if (list === null) return <NotListed />;
  if (list.length === 0) return <NothingWaits />;
  return <Listed list={withAnswersBehind(list)} onLook={onLook} />;
}

function NotListed(): ReactElement {
  const { t } = useTranslation();
  const { connection } = useDocumentEditor();
  if (connection !== "up")
    return (
      <p role="alert" className={classes["hint"]}>
        {t("editor.changes.failed")}
      </p>
    );
  return (
    <div role="status" aria-label={t("editor.changes.loading")}>
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} height={72} mb={12} />
      ))}
    </div>
  );
}

function NothingWaits(): ReactElement {
  const { t } = useTranslation();
  const { proposing, mayDecide } = useDocumentEditor();
  const hint = proposing ? "emptyPropose" : mayDecide ? "emptyEdit" : "emptyRead";
  return (
    <div className={classes["empty"]}>
      <p className={classes["emptyTitle"]}>{t("editor.changes.empty")}</p>
      <p className={classes["hint"]}>{t(`editor.changes.${hint}`)}</p>
    </div>
  );
}

function Listed({ list, onLook }: { list: readonly DocumentProposal[]; onLook: () => void }): ReactElement {
  const { t } = useTranslation();
  const { proposals, mayDecide, person } = useDocumentEditor();
  const { activeId, setActive } = proposals;
  const [chosenIds, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, ask] = useState<AskedDecision | null>(null);
  const toText = useShow();
  const show = (id: string): void => {
    onLook();
    toText(id);
  };
  const decide = useDecide((decided, before) => {
    setChosen(new Set());
    setActive(nextAfter(decided, before, activeId));
  });
  useProposalKeys(list, show, decide);
  const clauses = useClauses(list);
  const chosen = list.filter(({ id }) => chosenIds.has(id));
  const choose = (id: string, isChosen: boolean): void => {
    const next = new Set(chosenIds);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const mayChoose = (proposal: DocumentProposal): boolean =>
    list.length > 1 && (mayDecide || proposal.author?.id === person.id);
  return (
    <>
      <div className={classes["many"]}>
        <DecideMany onAsk={ask} />
      </div>
      {clauses.map(({ clause, members }) => (
        <section key={clause?.pos ?? -1} className={classes["group"]}>
          {clauses.length > 1 && clause ? <ClauseHead title={clause.title} proposals={members} onAsk={ask} /> : null}
          <ol className={classes["list"]}>
            {members.map((proposal) => (
              <ProposalEntry
                key={proposal.id}
                proposal={proposal}
                active={proposal.id === activeId}
                onShow={() => show(proposal.id)}
                onDecide={(verdict, reason) => decide(verdict, [proposal], reason)}
                answer={members.some(({ id }) => id === proposal.counters)}
                chosen={chosenIds.has(proposal.id)}
                {...(mayChoose(proposal) && { onChoose: (isChosen: boolean) => choose(proposal.id, isChosen) })}
              />
            ))}
          </ol>
        </section>
      ))}
      <ChosenBar chosen={chosen} onAsk={ask} onClear={() => setChosen(new Set())} />
      <p className={classes["keys"]}>{t(mayDecide ? "editor.changes.keysDecide" : "editor.changes.keys")}</p>
      {asked ? <DecideDialog asked={asked} onDecide={decide} onClose={() => ask(null)} /> : null}
    </>
  );
}

/** The one to look at when some have been decided on: the next that is left. */
function nextAfter(
  decided: readonly DocumentProposal[],
  before: readonly DocumentProposal[],
  activeId: string | null,
): string | null {
  const gone = new Set(decided.map(({ id }) => id));
  const at = before.findIndex(({ id }) => id === (activeId ?? decided[0]?.id));
  const rest = before.filter(({ id }) => !gone.has(id));
  return (before.slice(at).find(({ id }) => !gone.has(id)) ?? rest.at(-1))?.id ?? null;
}

/** J and K go to the next and the previous proposal; A accepts and R rejects the one that is looked at. */
function useProposalKeys(
  list: readonly DocumentProposal[],
  show: (id: string) => void,
  decide: ReturnType<typeof useDecide>,
): void {
  const { proposals, mayDecide } = useDocumentEditor();
  const at = list.findIndex(({ id }) => id === proposals.activeId);
  const active = list[at];
  const go = (to: number): boolean => {
    const next = list[Math.min(Math.max(to, 0), list.length - 1)];
    if (next) show(next.id);
    return true;
  };
  const settle = (verdict: "accept" | "reject"): boolean => {
    if (!active || !mayDecide) return false;
    decide(verdict, [active], reasonTypedFor(active.id));
    return true;
  };
  useListKeys({
    j: () => go(at + 1),
    k: () => go(at - 1),
    a: () => settle("accept"),
    r: () => settle("reject"),
  });
}

/** Proposals by the clauses that they are in, in reading order. */
function useClauses(
  list: readonly DocumentProposal[],
): { clause: Clause | undefined; members: readonly DocumentProposal[] }[] {
  const { documentEditor, opened } = useDocumentEditor();
  return useMemo(() => {
    if (!documentEditor || documentEditor.editor.isDestroyed || !opened) return [{ clause: undefined, members: list }];
    const { doc } = viewOf(documentEditor).state;
    const clauses = clausesOf(doc);
    const groups = new Map<Clause | undefined, DocumentProposal[]>();
    let last = clauses[0];
    for (const proposal of list) {
      const [place] = placesOf(doc, opened.fragment, [[...proposal.place, 1]]);
      // What has no place any more stays with what is listed before it.
      if (place) last = clauseAt(clauses, place.from);
      const group = groups.get(last);
      if (group) group.push(proposal);
      else groups.set(last, [proposal]);
    }
    return [...groups].map(([clause, members]) => ({ clause, members }));
  }, [list, documentEditor, opened]);
}
