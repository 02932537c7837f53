import { roleIncludes } from "@parley/base";
import type { SessionStatus } from "@parley/sync";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { type OpenDocument, openDocument } from "../../platform/session/open-document.ts";
import { calmStatus } from "./calm-status.ts";

const nothing = (): (() => void) => () => undefined;

/** A page that is refused again and again stops opening the document anew and tells its person. */
const MAX_REOPENINGS = 3;

/** Whether what the server refuses comes back as a proposal. */
const becomesProposal = ({ reason, role }: SessionStatus): boolean =>
  (reason === "agreed-text" || reason === "gone-before") && roleIncludes(role, "suggest");

/**
 * Opens a document for as long as the component stands, and follows its status. When the server refuses a change since it is not
 * proposed, the document as it is here is put aside and opened anew, so that the change can be proposed (`refused/`); until that has
 * failed it counts as on its way.
 */
export function useOpenDocument(
  documentId: string,
  personId: string,
  guest: boolean,
): { opened: OpenDocument | null; status: SessionStatus | null } {
  const [opened, setOpened] = useState<OpenDocument | null>(null);
  const [round, setRound] = useState<{ readonly of: string; readonly aside: Y.Doc } | null>(null);
  const reopenings = useRef(0);
  const [hasGivenUp, giveUp] = useState(false);
  useEffect(() => {
    let wanted = true;
    let mine: OpenDocument | null = null;
    const aside = round?.of === documentId ? round.aside : null;
    void openDocument(documentId, { id: personId, guest }, aside).then((document) => {
      if (!wanted) return document.close();
      mine = document;
      return setOpened(document);
    });
    return () => {
      wanted = false;
      setOpened(null);
      mine?.close();
    };
  }, [documentId, personId, guest, round]);
  useEffect(() => {
    if (!opened) return undefined;
    let isLeaving = false;
    const look = (): void => {
      const seen = opened.status();
      if (seen.state === "saved" && opened.aside.document() === null) {
        reopenings.current = 0;
        giveUp(false);
      }
      if (isLeaving || !becomesProposal(seen)) return;
      if (reopenings.current >= MAX_REOPENINGS) return giveUp(true);
      isLeaving = true;
      reopenings.current++;
      opened.putAside().then(
        (aside) => setRound({ of: opened.documentId, aside }),
        // Where the browser does not keep it, everything stays as it is, and the notice offers to copy the words.
        (error: unknown) => {
          reportError(error);
          giveUp(true);
        },
      );
    };
    look();
    return opened.subscribe(look);
  }, [opened]);
  const calm = useMemo(() => opened && calmStatus(opened, browserClock), [opened]);
  const shown = useSyncExternalStore(calm?.subscribe ?? nothing, () => calm?.status() ?? null);
  const status = useMemo((): SessionStatus | null => {
    if (shown === null || hasGivenUp || !becomesProposal(shown)) return shown;
    return { ...shown, state: "saving", reason: null };
  }, [shown, hasGivenUp]);
  return { opened, status };
}
