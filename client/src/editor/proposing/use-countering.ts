import type { CounterRecord } from "@parley/document";
import { notifications } from "@mantine/notifications";
import type { DocumentProposal } from "@parley/documents";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { placesOf } from "../comments/thread-places.ts";
import { type DocumentEditor, viewOf } from "../provider/create-document-editor.ts";
import { bringIntoSight } from "./bring-into-sight.ts";
import type { Proposals } from "./use-proposals.ts";
import { useMode } from "./use-mode.ts";

/** Answering somebody's proposal with another one. */
export interface Countering {
  /** The proposal that what this person proposes next will answer. */
  readonly answered: DocumentProposal | null;
  /** From now on proposes, with the words selected that are to be replaced. */
  readonly begin: (proposal: DocumentProposal) => void;
  readonly giveUp: () => void;
}

interface Waiting {
  readonly answered: DocumentProposal;
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
  const begin = useCallback(
    (proposal: DocumentProposal) => {
      if (!opened || !documentEditor || !choose(true)) return;
      setWaiting({ answered: proposal, known: new Set(listNow.current?.map(({ id }) => id)) });
      selectAnswered(proposal, opened, documentEditor);
    },
    [opened, documentEditor, choose],
  );
  useEffect(() => {
    if (!waiting || !list || !opened || !documentEditor) return undefined;
    const { answered, known } = waiting;
    const isGone = !list.some(({ id }) => id === answered.id);
    const answer = list.find(
      ({ id, author, inserted, blocks }) =>
        author?.id === personId && !known.has(id) && inserted.length + blocks.length > 0,
    );
    if (!isGone && !answer) return undefined;
    return browserClock.schedule(() => {
      setWaiting(null);
      if (isGone || !answer) {
        notifications.show({ color: "yellow", message: t("editor.changes.counter.gone") });
        return;
      }
      opened.ydoc.transact(() => documentEditor.own.add(counterRecord(answered, answer)));
      notifications.show({ message: t("editor.changes.counter.linked", { name: answered.author?.name ?? "" }) });
    }, 0);
  }, [waiting, list, opened, documentEditor, personId, t]);
  const giveUp = useCallback(() => setWaiting(null), []);
  const answered = waiting?.answered ?? null;
  return useMemo(() => ({ answered, begin, giveUp }), [answered, begin, giveUp]);
}

function counterRecord(answered: DocumentProposal, answer: DocumentProposal): CounterRecord {
  const [client = 0, clock = 0] = answered.id.split("-").map(Number);
  const blocks = answer.blocks.map(([ofBlock, at]): [number, number, number] => [ofBlock, at, 1]);
  return { do: "counter", to: [client, clock], ids: [...answer.inserted, ...blocks] };
}

/** Selects the words that would be deleted, so that what is typed stands instead of them; without any, the caret goes behind what is new. */
function selectAnswered(proposal: DocumentProposal, opened: OpenDocument, documentEditor: DocumentEditor): void {
  const view = viewOf(documentEditor);
  const { doc } = view.state;
  const deletions = proposal.records.flatMap(({ do: does, ids }) => (does === "delete" ? (ids ?? []) : []));
  const [old] = placesOf(doc, opened.fragment, deletions);
  const words = placesOf(doc, opened.fragment, proposal.inserted).at(-1);
  const [block] = placesOf(doc, opened.fragment, [[...proposal.place, 1]]);
  const end = words?.to ?? (block ? block.to - 1 : null);
  if (old) documentEditor.editor.commands.setTextSelection(old);
  else if (end !== null) documentEditor.editor.commands.setTextSelection(end);
  view.focus();
  bringIntoSight(view.dom.querySelector(`[data-proposal="${CSS.escape(proposal.id)}"]`));
}
