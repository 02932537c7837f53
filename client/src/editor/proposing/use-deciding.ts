/** Deciding on proposals and going from one to the next, for every list that shows them. */
import { notifications } from "@mantine/notifications";
import type { DocumentProposal } from "@parley/documents";
import { useEffect, useRef } from "react";
import { ApiError } from "../../platform/api-error.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { bringIntoSight } from "./bring-into-sight.ts";
import { useTellingFaster } from "./use-faster.tsx";
import { useTelling } from "./use-telling.tsx";
import type { Verdict } from "./use-proposals.ts";
import { withRequired } from "./with-required.ts";

export type Decide = (verdict: Verdict, chosen: readonly DocumentProposal[], reason?: string) => void;

/** Decides and says what came of it: what was left, what was refused, and who was faster. `onDone` learns what was decided on, and the list as it was. */
export function useDecide(
  onDone: (decided: readonly DocumentProposal[], before: readonly DocumentProposal[]) => void,
): Decide {
  const proposals = useListedProposals();
  const sentence = useSentence();
  const tell = useTelling();
  const tellFaster = useTellingFaster();
  return (verdict, chosen, reason) => {
    const { list } = proposals;
    if (proposals.deciding || list === null) return;
    const all = verdict === "accept" ? withRequired(chosen, list) : chosen;
    void proposals.decide(verdict, all, reason).then(async (answer) => {
      if (!(answer instanceof ApiError)) {
        const left = new Map((answer?.left ?? []).map(({ id, why }) => [id, why]));
        const decided = all.filter(({ id }) => !left.has(id));
        onDone(decided, list);
        if (!answer) return;
        tell(verdict, answer, decided);
        const gone = all.filter(({ id }) => left.get(id) === "gone");
        if (gone.length > 0) await tellFaster("decided", gone);
        return;
      }
      const isChanged = answer.code === "documents/proposals-changed";
      if (isChanged && (await tellFaster("decided", all))) return;
      notifications.show({ color: "yellow", message: sentence(answer) });
    });
  };
}

/** Makes a proposal the one that is looked at, and brings it into sight. */
export function useShow(): (id: string) => void {
  const { documentEditor } = useDocumentEditor();
  const proposals = useListedProposals();
  return (id) => {
    proposals.setActive(id);
    if (documentEditor) bringIntoSight(viewOf(documentEditor).dom.querySelector(`[data-proposal="${CSS.escape(id)}"]`));
  };
}

/** A click on something proposed in the text makes it the one that is looked at. */
export function useTextClicks(): void {
  const { documentEditor } = useDocumentEditor();
  const proposals = useListedProposals();
  const { setActive } = proposals;
  useEffect(() => {
    if (!documentEditor) return undefined;
    const { dom } = viewOf(documentEditor);
    const choose = (event: MouseEvent): void => {
      const place = event.target instanceof Element ? event.target.closest("[data-proposal]") : null;
      if (place) setActive(place.getAttribute("data-proposal"));
    };
    dom.addEventListener("click", choose);
    return () => dom.removeEventListener("click", choose);
  }, [documentEditor, setActive]);
}

function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("input:not([type=radio], [type=checkbox]), textarea, select, [role=menu] *"))
  );
}

/** What keys do; one that answers `false` is left to others. */
export type KeyActs = Readonly<Record<string, () => boolean>>;

/** Whether something is asked in a dialog: one that is not the sheet with the list itself. */
function isAsked(): boolean {
  const dialogs = document.querySelectorAll('[role="dialog"][aria-modal="true"]');
  return [...dialogs].some((dialog) => dialog.querySelector("[data-list]") === null);
}

/** Keys of a list beside the text, whose element has `data-list`. They never reach somebody who is typing, nor a dialog that asks something. */
export function useListKeys(acts: KeyActs): void {
  const current = useRef(acts);
  useEffect(() => {
    current.current = acts;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
      if (isAsked()) return;
      if (current.current[event.key.toLowerCase()]?.()) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
