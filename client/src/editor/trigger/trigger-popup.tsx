import { type ReactElement, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { acceptedPictures } from "../pictures/picture-upload.ts";
import { type DocumentEditor, viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { ClauseMenu } from "../references/clause-menu.tsx";
import { runCommand } from "../run-command.ts";
import { type Choice, ChoiceList } from "./choice-list.tsx";
import { MentionMenu } from "./mention-menu.tsx";
import { type SlashItem, findSlashItems } from "./slash-items.tsx";
import type { Trigger, TriggerMenu } from "./trigger-plugin.ts";
import { useShareAndMention } from "./use-share-and-mention.ts";
import classes from "./trigger-popup.module.css";

/** The menu under a typed `/` or `@`. */
export function TriggerPopup(): ReactElement | null {
  const { documentEditor, editable } = useDocumentEditor();
  return documentEditor && editable ? <ActiveTrigger documentEditor={documentEditor} /> : null;
}

function ActiveTrigger({ documentEditor }: { documentEditor: DocumentEditor }): ReactElement {
  const { addPictures, documentId } = useDocumentEditor();
  const { trigger } = documentEditor;
  // Here and not in the list: the question takes the focus, which closes the list.
  const shareAndMention = useShareAndMention(documentId);
  const active = useSyncExternalStore(trigger.subscribe, trigger.current);
  const files = useRef<HTMLInputElement>(null);
  const { t } = useTranslation();
  return (
    <>
      {active?.kind === "slash" ? (
        <SlashMenu active={active} menu={trigger} onPicture={() => files.current?.click()} />
      ) : null}
      {active?.kind === "mention" ? (
        <MentionMenu active={active} menu={trigger} onOutside={(colleague) => shareAndMention(colleague, active)} />
      ) : null}
      {active?.kind === "clause" ? <ClauseMenu active={active} menu={trigger} /> : null}
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={acceptedPictures}
        aria-label={t("editor.insert.picture")}
        onChange={(event) => {
          addPictures(Array.from(event.currentTarget.files ?? []), viewOf(documentEditor).state.selection.from);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

function SlashMenu(props: { active: Trigger; menu: TriggerMenu; onPicture: () => void }): ReactElement {
  const { t } = useTranslation();
  const nameOf = (item: SlashItem): string => t(item.labelKey, { level: item.level ?? 1 });
  const choices = findSlashItems(props.active.query, nameOf).map((item): Choice => ({
    id: item.id,
    face: (
      <>
        <item.icon size={17} stroke={1.6} />
        <span className={classes["name"]}>{nameOf(item)}</span>
        {item.sign === null ? null : <kbd className={classes["sign"]}>{item.sign}</kbd>}
      </>
    ),
    take: () => {
      const taken = props.menu.take();
      if (!taken) return;
      if (item.act === "picture") props.onPicture();
      else if (item.act === "mention") taken.view.dispatch(taken.view.state.tr.insertText("@"));
      else runCommand(taken.view, item.act);
    },
  }));
  return (
    <ChoiceList
      active={props.active}
      menu={props.menu}
      choices={choices}
      label={t("editor.slash.label")}
      empty={t("editor.slash.empty", { query: props.active.query })}
    />
  );
}
