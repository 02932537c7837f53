import type { SessionStatus } from "@parley/sync";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { type OpenDocument, openDocument } from "../../platform/session/open-document.ts";
import { calmStatus } from "./calm-status.ts";

const nothing = (): (() => void) => () => undefined;

/** Opens a document for as long as the component stands, and follows its status. */
export function useOpenDocument(
  documentId: string,
  personId: string,
  guest: boolean,
): { opened: OpenDocument | null; status: SessionStatus | null } {
  const [opened, setOpened] = useState<OpenDocument | null>(null);
  useEffect(() => {
    let wanted = true;
    let mine: OpenDocument | null = null;
    void openDocument(documentId, { id: personId, guest }).then((document) => {
      if (!wanted) return document.close();
      mine = document;
      return setOpened(document);
    });
    return () => {
      wanted = false;
      setOpened(null);
      mine?.close();
    };
  }, [documentId, personId, guest]);
  const calm = useMemo(() => opened && calmStatus(opened, browserClock), [opened]);
  const status = useSyncExternalStore(calm?.subscribe ?? nothing, () => calm?.status() ?? null);
  return { opened, status };
}
