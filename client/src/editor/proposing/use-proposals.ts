import {
  type DocumentProposal,
  type LeftProposal,
  type ProposalDecision,
  type ProposalNews,
  type VoidedProposals,
  takeProposalNews,
} from "@parley/documents";
import type { IdRange } from "@parley/history";
import { useQueryClient } from "@tanstack/react-query";
import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../../platform/api-error.ts";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { browserClock } from "../../platform/session/browser-ports.ts";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import { inPauses, watchKeys } from "../provider/in-pauses.ts";
import { replacementsIn } from "./answered-words.ts";
import type { OwnProposals } from "./own-proposals.ts";

/** What somebody does with proposals. */
export type Verdict = Exclude<ProposalDecision["verdict"], "takeBack" | "void" | "revive">;

/** A decision that was made: its row, and what it has left. */
export interface Made {
  readonly seq: number;
  readonly left: readonly LeftProposal[];
  /** Why it cannot be taken back, where that is known. */
  readonly stays: "moved" | null;
}

/** What waits for a decision in the open document. */
export interface Proposals {
  /** `null` before the server has told. */
  readonly list: readonly DocumentProposal[] | null;
  /** The proposal that is looked at. */
  readonly activeId: string | null;
  /** What became void with the reader's own direct changes since the document was opened, and is void still. */
  readonly voided: readonly VoidedProposals[];
  readonly setActive: (id: string | null) => void;
  readonly deciding: boolean;
  /**
   * Decides on proposals as they are listed; of several, those that are not as they were are left. Resolves with what was made, with why it was
   * refused, or with `null` when that was done already; what becomes of the list is told to every page.
   */
  readonly decide: (
    verdict: Verdict,
    chosen: readonly DocumentProposal[],
    reason?: string,
  ) => Promise<Made | ApiError | null>;
  /** Takes a decision back. Resolves with why it was refused, or with its row. */
  readonly takeBack: (seq: number) => Promise<{ readonly seq: number } | ApiError>;
}

/** The list as of a row of the log. */
interface ToldProposals {
  readonly opened: OpenDocument;
  readonly seq: number;
  readonly list: readonly DocumentProposal[];
  readonly voided: readonly VoidedProposals[];
}

/** Sends decisions: what the server answers, or why it refuses. */
function useSending(): {
  readonly deciding: boolean;
  readonly send: <Answer>(call: () => Promise<Answer>) => Promise<Answer | ApiError>;
} {
  const [deciding, setDeciding] = useState(false);
  const client = useQueryClient();
  const send = useCallback(
    async <Answer>(call: () => Promise<Answer>): Promise<Answer | ApiError> => {
      setDeciding(true);
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return error;
      } finally {
        setDeciding(false);
        void client.invalidateQueries({ queryKey: documentsEndpoints.proposals.decisions.key() });
        void client.invalidateQueries({ queryKey: documentsEndpoints.review.read.key() });
      }
    },
    [client],
  );
  return { deciding, send };
}

/** Follows what is proposed in a document: the server tells, nothing is asked for. */
export function useProposals(
  documentId: string,
  personId: string,
  opened: OpenDocument | null,
  own: OwnProposals | null,
): Proposals {
  const told = useToldProposals(opened);
  const [activeId, setActive] = useState<string | null>(null);
  useEffect(() => {
    if (!told) return;
    own?.takeList(told.seq, waitingOf(told.list, personId), othersIn(told.list, personId));
    own?.takeReplacements(replacementsIn(told.list.filter(({ author }) => author?.id !== personId)));
  }, [own, told, personId]);
  const settled = useRef(new Set<string>());
  useEffect(() => {
    // What is gone from the list may come back as it was, when the decision is taken back.
    const waiting = new Set(told?.list.map(versionOf));
    for (const version of settled.current) if (!waiting.has(version)) settled.current.delete(version);
  }, [told]);
  const { deciding, send } = useSending();
  const decide = useCallback(
    async (verdict: Verdict, chosen: readonly DocumentProposal[], reason = ""): Promise<Made | ApiError | null> => {
      // A second click comes before the list has told what the first one did.
      const fresh = chosen.filter((each) => !settled.current.has(versionOf(each)));
      if (fresh.length === 0) return null;
      for (const each of fresh) settled.current.add(versionOf(each));
      let open = fresh;
      try {
        const made = await send(() =>
          documentsEndpoints.proposals.decide.call({
            id: documentId,
            verdict,
            proposals: chosen.map(({ id, digest }) => ({ id, digest })),
            ...(reason.trim() !== "" && { reason: reason.trim() }),
            leaveChanged: chosen.length > 1,
          }),
        );
        if (!(made instanceof ApiError)) open = leftOf(made, fresh);
        return made;
      } finally {
        for (const each of open) settled.current.delete(versionOf(each));
      }
    },
    [documentId, send],
  );
  const takeBack = useCallback(
    (seq: number): Promise<{ readonly seq: number } | ApiError> =>
      send(() => documentsEndpoints.proposals.takeBack.call({ id: documentId, seq })),
    [documentId, send],
  );
  const list = told?.list ?? null;
  const voided = told?.voided ?? none;
  return useMemo(
    () => ({ list, activeId, setActive, voided, deciding, decide, takeBack }),
    [list, activeId, voided, deciding, decide, takeBack],
  );
}

/** The list as the server tells it; while somebody types here it is told in their pauses. */
function useToldProposals(opened: OpenDocument | null): ToldProposals | null {
  const [told, setTold] = useState<ToldProposals | null>(null);
  useEffect(() => {
    if (!opened) return undefined;
    let latest: ToldProposals = { opened, seq: 0, list: [], voided: none };
    const keys = watchKeys(document, browserClock);
    // Drawing a long list gives way to keys.
    const { ask, cancel } = inPauses(() => startTransition(() => setTold(latest)), keys, browserClock);
    const stop = opened.follow("proposals", ({ seq, whole, body }) => {
      const said: unknown = JSON.parse(new TextDecoder().decode(body));
      if (whole) latest = { ...latest, seq, list: said as DocumentProposal[] };
      else {
        const news = said as ProposalNews;
        latest = { opened, seq, list: takeProposalNews(latest.list, news), voided: stillVoid(latest.voided, news) };
      }
      if (!whole) {
        ask();
        return;
      }
      cancel();
      setTold(latest);
    });
    return () => {
      stop();
      cancel();
      keys.stop();
    };
  }, [opened]);
  return told?.opened === opened ? told : null;
}

const none: readonly VoidedProposals[] = [];

function stillVoid(
  before: readonly VoidedProposals[],
  { voided = [], revived = [] }: ProposalNews,
): readonly VoidedProposals[] {
  if (voided.length + revived.length === 0) return before;
  return [...before, ...voided].filter(({ seq }) => !revived.includes(seq));
}

/** What was left although it may be as it was, since it builds on another or has rivals: it can be decided on again. */
function leftOf({ left }: Made, chosen: readonly DocumentProposal[]): DocumentProposal[] {
  const ids = new Set(left.map(({ id }) => id));
  return chosen.filter(({ id }) => ids.has(id));
}

const versionOf = ({ id, digest }: DocumentProposal): string => `${id} ${digest}`;

/** What others have put into somebody's proposed blocks. */
function othersIn(list: readonly DocumentProposal[], personId: string): IdRange[] {
  return list
    .filter(({ author }) => author?.id === personId)
    .flatMap(({ others }) => others.map(([client, clock, length]) => ({ client, clock, length })));
}

/** Ids that wait as somebody's own. */
function waitingOf(list: readonly DocumentProposal[], personId: string): IdRange[] {
  return list
    .filter(({ author }) => author?.id === personId)
    .flatMap(({ inserted, blocks }) => [
      ...inserted.map(([client, clock, length]) => ({ client, clock, length })),
      ...blocks.map(([client, clock]) => ({ client, clock, length: 1 })),
    ]);
}
