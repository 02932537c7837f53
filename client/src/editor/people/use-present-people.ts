import type { Party } from "@parley/base";
import { useMemo, useSyncExternalStore } from "react";
import { type PresentPage, presentPages } from "../caret/present-people.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";

/** Somebody who is in the document now, with however many windows. */
export interface PresentPerson {
  readonly id: string;
  readonly name: string;
  readonly party: Party;
  readonly organisation: string | null;
  readonly windows: number;
  /** Whether they have a caret in the text. */
  readonly hasCaret: boolean;
  readonly self: boolean;
}

const none = "[]";
const noSubscription = (): (() => void) => () => undefined;

/** One entry for each person; this page's own person first. */
export function peopleOf(
  pages: readonly PresentPage[],
  self: { readonly id: string; readonly name: string; readonly party: Party },
): PresentPerson[] {
  const people = new Map<string, PresentPerson>([
    [self.id, { ...self, organisation: null, windows: 1, hasCaret: false, self: true }],
  ]);
  for (const page of pages) {
    const known = people.get(page.personId);
    const { name, party, organisation } = page;
    people.set(
      page.personId,
      known
        ? { ...known, windows: known.windows + 1, hasCaret: known.hasCaret || page.cursor !== null }
        : { id: page.personId, name, party, organisation, windows: 1, hasCaret: page.cursor !== null, self: false },
    );
  }
  return [...people.values()];
}

/** Everybody who is in the document now. */
export function usePresentPeople(): readonly PresentPerson[] {
  const { opened, person, party: known } = useDocumentEditor();
  const party = known ?? "ours";
  const subscribe = useMemo(
    () =>
      opened
        ? (listener: () => void): (() => void) => {
            opened.awareness.on("change", listener);
            return () => opened.awareness.off("change", listener);
          }
        : noSubscription,
    [opened],
  );
  // As text, so that a moved caret alone does not render anything.
  const text = useSyncExternalStore(subscribe, () =>
    opened ? JSON.stringify(peopleOf(presentPages(opened.awareness), { ...person, party })) : none,
  );
  return useMemo(() => JSON.parse(text) as PresentPerson[], [text]);
}
