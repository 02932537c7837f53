import type { CounterRecord } from "@parley/document";
import { notifications } from "@mantine/notifications";
import type { DocumentProposal } from "@parley/documents";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { placesOf } from "../comments/thread-places.ts";
import { type DocumentEditor, viewOf } from "../provider/create-document-editor.ts";
import { selectInstead } from "./answer-instead.ts";
import { answeredBlock, answeredPlace, leavesOldWords } from "./answered-words.ts";
import { bringIntoSight } from "./bring-into-sight.ts";
import type { Proposals } from "./use-proposals.ts";
import { useMode } from "./use-mode.ts";

/**
 * Answering somebody's proposal with another one. Who edits otherwise proposes only while they answer: until they say that they are done,
 * or go to another paragraph. Before that it cannot be known whether what they type belongs to the answer.
 */
export interface Countering {
  /** The proposal that what this person proposes next will answer, or answers. */
  readonly answered: DocumentProposal | null;
  /** Whether there is an answer, and it goes on. */
  readonly isLinked: boolean;
  /** From now on proposes, with the words selected that are to be replaced. */
  readonly begin: (proposal: DocumentProposal) => void;
  /** Answers no more, and goes back to editing where that was so before. */
  readonly end: () => void;
}

const BESIDE_MS = 12_000;

interface Waiting {
  readonly answered: DocumentProposal;
  /** Whether they proposed before. */
  readonly wasProposing: boolean;
  /** The answer once it is linked. */
  readonly answer: DocumentProposal | null;
  /** Proposals that were there before. */
  readonly known: ReadonlySet<string>;
}

/** Links the next proposal that this person makes here with the one that it answers, as soon as the server lists it. */
export function useCountering(
  opened: OpenDocument | null,
  documentEditor: DocumentEditor | null,
  { list }: Proposals,
  personId: string,
): Countering {
  const { t } = useTranslation();
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const choose = useMode(opened, documentEditor);
  const listNow = useRef(list);
  useEffect(() => {
    listNow.current = list;
  }, [list]);
  const comeBack = useReturn(opened, documentEditor, choose);
  const waitingNow = useRef(waiting);
  useEffect(() => {
    waitingNow.current = waiting;
  }, [waiting]);
  const end = useCallback(() => {
    if (waitingNow.current?.wasProposing === false) comeBack();
    setWaiting(null);
  }, [comeBack]);
  const begin = useCallback(
    (proposal: DocumentProposal) => {
      const before = opened?.status().proposing ?? false;
      if (!opened || !documentEditor || !choose(true)) return;
      setWaiting((earlier) => ({
        answered: proposal,
        wasProposing: earlier ? earlier.wasProposing : before,
        answer: null,
        known: new Set(listNow.current?.map(({ id }) => id)),
      }));
      selectAnswered(proposal, opened, documentEditor);
    },
    [opened, documentEditor, choose],
  );
  useEffect(() => {
    if (!waiting || waiting.answer || !list || !opened || !documentEditor) return undefined;
    const { answered, known, wasProposing } = waiting;
    const isGone = !list.some(({ id }) => id === answered.id);
    const answer = list.find(
      ({ id, author, inserted, blocks }) =>
        author?.id === personId && !known.has(id) && inserted.length + blocks.length > 0,
    );
    if (!isGone && !answer) return undefined;
    return browserClock.schedule(() => {
      if (isGone || !answer) {
        end();
        notifications.show({ color: "yellow", message: t("editor.changes.counter.gone") });
        return;
      }
      setWaiting(wasProposing ? null : { ...waiting, answer });
      const name = answered.author?.name ?? "";
      // What stands in a block that somebody proposes builds on it and is no alternative to it.
      const isWithin = answered.blocks.length > 0 && answer.requires.includes(answered.id);
      if (!isWithin) opened.ydoc.transact(() => documentEditor.own.add(counterRecord(answered, answer)));
      const isBeside = !isWithin && leavesOldWords(answer, answered);
      const told = isWithin ? "within" : isBeside ? "beside" : "linked";
      const message = t(`editor.changes.counter.${told}`, { name });
      // Two clauses that contradict each other are seldom meant: it stays longer than what is only told.
      notifications.show(isBeside ? { color: "yellow", autoClose: BESIDE_MS, message } : { message });
    }, 0);
  }, [waiting, list, opened, documentEditor, personId, end, t]);
  useLeaving(waiting?.answer ?? null, opened, documentEditor, end);
  const answered = waiting?.answered ?? null;
  const isLinked = (waiting?.answer ?? null) !== null;
  return useMemo(() => ({ answered, isLinked, begin, end }), [answered, isLinked, begin, end]);
}

/** Returns how to edit again, as soon as what was proposed is saved: before, the server would take it for edited. */
function useReturn(
  opened: OpenDocument | null,
  documentEditor: DocumentEditor | null,
  choose: (proposing: boolean) => boolean,
): () => void {
  const { t } = useTranslation();
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), [opened]);
  return useCallback(() => {
    if (!opened || !documentEditor) return;
    stop.current?.();
    documentEditor.binding.flush();
    const isBack = (): boolean => {
      if (opened.status().unsavedCount > 0 || !choose(false)) return false;
      // Nobody may take it for granted that the next words are still proposed.
      notifications.show({ id: "mode", message: t("editor.changes.counter.editingAgain") });
      return true;
    };
    if (isBack()) return;
    stop.current = opened.subscribe(() => {
      if (isBack()) stop.current?.();
    });
  }, [opened, documentEditor, choose, t]);
}

/** Ends answering when the caret goes to another paragraph than those of the answer. */
function useLeaving(
  answer: DocumentProposal | null,
  opened: OpenDocument | null,
  documentEditor: DocumentEditor | null,
  end: () => void,
): void {
  useEffect(() => {
    if (!answer || !opened || !documentEditor) return undefined;
    const { editor } = documentEditor;
    const blocks = answer.blocks.map(([client, clock]): [number, number, number] => [client, clock, 1]);
    const ids = [...answer.inserted, ...blocks];
    const look = (): void => {
      const { doc, selection } = editor.state;
      const places = placesOf(doc, opened.fragment, ids);
      const isThere = places.some(({ from, to }) => {
        const [start, finish] = [doc.resolve(from), doc.resolve(Math.min(to, doc.content.size))];
        const holds = (at: number): boolean => at >= start.start() && at <= finish.end();
        return holds(selection.from) && holds(selection.to);
      });
      if (!isThere && places.length > 0) end();
    };
    editor.on("selectionUpdate", look);
    return () => void editor.off("selectionUpdate", look);
  }, [answer, opened, documentEditor, end]);
}

function counterRecord(answered: DocumentProposal, answer: DocumentProposal): CounterRecord {
  const [client = 0, clock = 0] = answered.id.split("-").map(Number);
  const blocks = answer.blocks.map(([ofBlock, at]): [number, number, number] => [ofBlock, at, 1]);
  return { do: "counter", to: [client, clock], ids: [...answer.inserted, ...blocks] };
}

/** Selects the words that would go, so that what is typed stands instead of them; without any, the caret goes behind what is new. */
function selectAnswered(proposal: DocumentProposal, opened: OpenDocument, documentEditor: DocumentEditor): void {
  const view = viewOf(documentEditor);
  const block = answeredBlock(view.state.doc, opened.fragment, proposal);
  const place = answeredPlace(view.state.doc, opened.fragment, proposal);
  if (block) view.dispatch(selectInstead(view.state.tr, block));
  else if (place) documentEditor.editor.commands.setTextSelection(place);
  view.focus();
  bringIntoSight(view.dom.querySelector(`[data-proposal="${CSS.escape(proposal.id)}"]`));
}
