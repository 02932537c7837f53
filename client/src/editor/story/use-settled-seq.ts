import { useEffect, useState } from "react";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { useSessionStatus } from "../provider/editor-context.ts";

/** What is told of the log is asked for again this long after the last change. */
const REFRESH_MS = 2_000;

/** The last row of the log that this page has seen, once no other has come for a while: people type several in a second. */
export function useSettledSeq(): number {
  const seq = useSessionStatus()?.seq ?? 0;
  const [settledSeq, setSettledSeq] = useState(seq);
  useEffect(() => {
    if (seq === settledSeq) return undefined;
    return browserClock.schedule(() => setSettledSeq(seq), REFRESH_MS);
  }, [seq, settledSeq]);
  return settledSeq;
}
