import { Skeleton } from "@mantine/core";
import type { DocumentProposal } from "@parley/documents";
import { type ReactElement, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import { type ClauseGroup, groupByPlace } from "./clause-groups.ts";
import { useClauseOutline } from "./use-clause-outline.ts";
import { type AskedDecision, DecideDialog } from "./decide-dialog.tsx";
import { ChosenBar, DecideMany } from "./decide-many.tsx";
import { changedProposals } from "./changed-proposals.ts";
import { type EntryActs, reasonTypedFor } from "./proposal-entry.tsx";
import { headWords } from "./head-words.ts";
import { threadsByProposal } from "./proposal-threads.ts";
import { rivalsIn, withAnswersBehind } from "./rivals.ts";
import { useDecide, useListKeys, useShow, useTextClicks } from "./use-deciding.ts";
import { useDecidedByOthers } from "./use-faster.tsx";
import { Rows } from "./waiting-rows.tsx";

/** What waits for a decision, by clauses; `onLook` is told when somebody wants to see one in the text. */
export function WaitingList({ onLook }: { onLook: () => void }): ReactElement {
  const proposals = useListedProposals();
  const { list } = proposals;
  useTextClicks();
  useDecidedByOthers();
  if (list === null) return <NotListed />;
  if (list.length === 0) return <NothingWaits />;
  return <Listed list={list} onLook={onLook} />;
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

function Listed(props: { list: readonly DocumentProposal[]; onLook: () => void }): ReactElement {
  const { t } = useTranslation();
  const { mayDecide, comments } = useDocumentEditor();
  const { activeId, setActive } = useListedProposals();
  const { onLook } = props;
  const list = useMemo(() => withAnswersBehind(props.list), [props.list]);
  const { threads } = comments;
  const told = useMemo(
    () => ({
      rivals: rivalsIn(list),
      discussed: threadsByProposal(threads ?? [], list),
      count: list.length,
      changed: changedProposals(list),
      agreedWords: headWords(list),
    }),
    [list, threads],
  );
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
  const acts = useSteadyActs({
    show: ({ id }) => show(id),
    decide: (verdict, proposal, reason) => decide(verdict, [proposal], reason),
    choose: ({ id }, isChosen) => choose(id, isChosen),
  });
  return (
    <>
      <div className={classes["many"]}>
        <DecideMany onAsk={ask} />
      </div>
      <Rows groups={clauses} told={told} acts={acts} chosenIds={chosenIds} onAsk={ask} />
      <ChosenBar chosen={chosen} onAsk={ask} onClear={() => setChosen(new Set())} />
      <p className={classes["keys"]}>{t(mayDecide ? "editor.changes.keysDecide" : "editor.changes.keys")}</p>
      {asked ? <DecideDialog asked={asked} onDecide={decide} onClose={() => ask(null)} clauses={clauses} /> : null}
    </>
  );
}

/** The same object for as long as the list stands; what it does is always what was given last. */
function useSteadyActs(acts: EntryActs): EntryActs {
  const current = useRef(acts);
  useEffect(() => {
    current.current = acts;
  });
  return useMemo(
    () => ({
      show: (proposal) => current.current.show(proposal),
      decide: (verdict, proposal, reason) => current.current.decide(verdict, proposal, reason),
      choose: (proposal, chosen) => current.current.choose(proposal, chosen),
    }),
    [],
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
  const { mayDecide, mayAccept } = useDocumentEditor();
  const proposals = useListedProposals();
  const at = list.findIndex(({ id }) => id === proposals.activeId);
  const active = list[at];
  const go = (to: number): boolean => {
    const next = list[Math.min(Math.max(to, 0), list.length - 1)];
    if (next) show(next.id);
    return true;
  };
  const settle = (verdict: "accept" | "reject"): boolean => {
    if (!active || !(verdict === "accept" ? mayAccept(active) : mayDecide)) return false;
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

/** Proposals by where they stand in the contract, in reading order. */
function useClauses(list: readonly DocumentProposal[]): readonly ClauseGroup[] {
  const outline = useClauseOutline();
  return useMemo(() => groupByPlace(list, outline), [list, outline]);
}
