import type { DecisionRule } from "@parley/proposals";
import type { Authorship } from "../live.ts";
import { refuseFrozen } from "@parley/documents";
import type { OpenRoom } from "./open-room.ts";

/** Asks who makes a change, and throws the refusal of who may not, or not any more. It is asked right before the change is made. */
export type AskAuthor = () => Promise<Authorship>;

/** Who decides, and by which rule; `null` where whoever has the role decides. */
export interface Decider extends Authorship {
  readonly rule: DecisionRule | null;
}

/** The same of who decides on what is proposed. */
export type AskDecider = () => Promise<Decider>;

/** Resolves when the document can be written. */
export async function becomeWritable({ document }: OpenRoom): Promise<void> {
  for (let loading = document.writable(); loading !== null; loading = document.writable()) await loading;
}

/** [FR3] What the server does for somebody changes a frozen document no more than they do. @throws Refusal `documents/frozen` */
export function refuseWhileFrozen({ document }: Pick<OpenRoom, "document">): void {
  const { frozen } = document.standing;
  if (frozen) throw refuseFrozen(frozen);
}

/**
 * Waits until a document can be written and then asks who writes it: opening it may take long, and whose share ends meanwhile does nothing
 * any more. Whoever goes on from here without waiting finds the document writable.
 */
export async function becomeAuthor<By extends Authorship>(open: OpenRoom, askAuthor: () => Promise<By>): Promise<By> {
  for (;;) {
    await becomeWritable(open);
    const by = await askAuthor();
    refuseWhileFrozen(open);
    if (open.document.writable() === null) return by;
  }
}
