import { useEffect, useRef } from "react";

/** The last row of the log that a page had seen when it asked a question: an answer may know of no later one. */
export class AskedUpTo {
  private seq: number;
  private wasAsking = false;

  constructor(seq: number) {
    this.seq = seq;
  }

  /** Told of every change. Returns whether the last answer may be older than what the page has seen by now. */
  look({ isAsking, seq }: { readonly isAsking: boolean; readonly seq: number }): boolean {
    if (isAsking && !this.wasAsking) this.seq = seq;
    this.wasAsking = isAsking;
    return !isAsking && seq > this.seq;
  }
}

/**
 * Asks again once a page has seen rows that came after it had asked. Asking while the first answer is on its way is no use: it would be
 * taken for the answer to both.
 */
export function useAskAgain(
  { isAsking, ask }: { readonly isAsking: boolean; readonly ask: () => unknown },
  seq: number,
): void {
  const asked = useRef<AskedUpTo | null>(null);
  useEffect(() => {
    asked.current ??= new AskedUpTo(seq);
    if (asked.current.look({ isAsking, seq })) void ask();
  }, [isAsking, seq, ask]);
}
