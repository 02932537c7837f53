import { newId } from "@parley/base";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { browserRandom } from "../../platform/session/browser-ports.ts";
import { drawnNewBlocks } from "../proposing/proposals-plugin.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { runCommand } from "../run-command.ts";
import { type Choice, ChoiceList } from "../trigger/choice-list.tsx";
import type { Trigger, TriggerMenu } from "../trigger/trigger-plugin.ts";
import { findClauses } from "./find-clauses.ts";
import { insertReference } from "./insert-reference.ts";
import { shownClauses } from "./references-plugin.ts";
import classes from "../trigger/trigger-popup.module.css";

/** Letters and figures, and few of them: it becomes the name of a bookmark in a Word file. */
function newClauseId(): string {
  return `c${newId<"clause">(browserRandom).replaceAll("-", "").slice(0, 16)}`;
}

/** The clauses of the document to choose one from, under the sign that the slash menu has put there. */
export function ClauseMenu(props: { active: Trigger; menu: TriggerMenu }): ReactElement | null {
  const { t } = useTranslation();
  const { documentEditor } = useDocumentEditor();
  if (!documentEditor) return null;
  const { query, from } = props.active;
  const clauses = shownClauses(viewOf(documentEditor).state, drawnNewBlocks);
  const choices = findClauses(clauses, query, from).map(({ paragraph, label, words }): Choice => ({
    id: `${paragraph}`,
    face: (
      <>
        <span className={classes["clause"]}>{label}</span>
        <span className={classes["name"]}>{words}</span>
      </>
    ),
    take: () => {
      const taken = props.menu.take();
      if (taken) runCommand(taken.view, insertReference(paragraph, newClauseId()));
    },
  }));
  return (
    <ChoiceList
      active={props.active}
      menu={props.menu}
      choices={choices}
      label={t("editor.reference.choose")}
      empty={t(query === "" ? "editor.reference.none" : "editor.reference.empty", { query })}
    />
  );
}
