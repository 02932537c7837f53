import { Alert, CloseButton } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import { type ReactElement, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Node } from "@tiptap/pm/model";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { CopyWords, WaysOn } from "../status/refusal-notice.tsx";
import { type Reproposed, proposeRefused } from "./propose-refused.ts";
import classes from "./refused-changes.module.css";

/**
 * Proposes what the server refused since it was made directly, as soon as the document is open anew, and says so unless that is no news to
 * its author. Where this person may not even propose any more, it offers the words.
 */
export function RefusedChanges(): ReactElement | null {
  const { t } = useTranslation();
  const { opened, connection, editable } = useDocumentEditor();
  const proposals = useListedProposals();
  const outcome = useProposingRefused();
  const [dismissed, dismiss] = useState<Reproposed | null>(null);
  if (opened?.aside.document() && !editable && connection === "up" && proposals.list !== null)
    return (
      <Alert className={classes["notice"] ?? ""} color="red" role="alert">
        <p className={classes["sentence"]}>{t("editor.refused.waiting")}</p>
        <WaysOn readText={opened.aside.words} discard={opened.aside.forget} />
      </Alert>
    );
  if (outcome === null || outcome === dismissed) return null;
  return <Told outcome={outcome} onDismiss={() => dismiss(outcome)} />;
}

function Told({ outcome, onDismiss }: { outcome: Reproposed; onDismiss: () => void }): ReactElement {
  const { t } = useTranslation();
  const { leftOut } = outcome;
  const words = leftOut.filter((each) => each !== "").join("\n");
  return (
    <Alert className={classes["notice"] ?? ""} color="yellow" role="status">
      <div className={classes["line"]}>
        <IconListCheck size={18} stroke={1.7} aria-hidden />
        <p className={classes["sentence"]}>
          {leftOut.length > 0
            ? t("ui.twoSentences", {
                first: t("editor.refused.proposed"),
                second: t("editor.refused.leftOut", { count: leftOut.length }),
              })
            : t("editor.refused.proposed")}
        </p>
        <CloseButton size="sm" aria-label={t("ui.close")} onClick={onDismiss} />
      </div>
      {words === "" ? null : (
        <>
          <pre className={classes["words"]}>{words}</pre>
          <CopyWords readText={() => words} label={t("editor.refused.copyLeftOut")} />
        </>
      )}
    </Alert>
  );
}

function useProposingRefused(): Reproposed | null {
  const { opened, documentEditor, editable, phase, person } = useDocumentEditor();
  const proposals = useListedProposals();
  const [outcome, setOutcome] = useState<Reproposed | null>(null);
  const isListed = proposals.list !== null;
  useEffect(() => {
    const refused = opened?.aside.document();
    // What waits as this person's own must be known: their words are taken back, others' are proposed to be deleted.
    if (!opened || !refused || !documentEditor || !editable || phase !== "shown" || !isListed) return undefined;
    // In the next turn, when the editor has been told of the list, too.
    return browserClock.schedule(() => {
      if (!opened.setProposing(true)) return;
      const { binding, own } = documentEditor;
      const shown = (): Node => viewOf(documentEditor).state.doc;
      const made = proposeRefused(refused, { binding, own, personId: person.id, shown });
      if (!made.isOwnLook) setOutcome(made);
      void opened.aside.forget();
    }, 0);
  }, [opened, documentEditor, editable, phase, isListed, person.id]);
  return outcome;
}
