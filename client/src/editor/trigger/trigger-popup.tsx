import { useQuery } from "@tanstack/react-query";
import { type ReactElement, type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { acceptedPictures } from "../pictures/picture-upload.ts";
import { type DocumentEditor, viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { runCommand } from "../run-command.ts";
import { Floating } from "../surface/floating.tsx";
import { useAnchor } from "../surface/use-anchor.ts";
import { insertMention } from "./mention-command.ts";
import { type SlashItem, findSlashItems } from "./slash-items.tsx";
import type { Trigger, TriggerMenu } from "./trigger-plugin.ts";
import classes from "./trigger-popup.module.css";

interface Choice {
  readonly id: string;
  readonly face: ReactNode;
  readonly take: () => void;
}

/** The menu under a typed `/` or `@`. */
export function TriggerPopup(): ReactElement | null {
  const { documentEditor, editable } = useDocumentEditor();
  return documentEditor && editable ? <ActiveTrigger documentEditor={documentEditor} /> : null;
}

function ActiveTrigger({ documentEditor }: { documentEditor: DocumentEditor }): ReactElement {
  const { addPictures } = useDocumentEditor();
  const { trigger } = documentEditor;
  const active = useSyncExternalStore(trigger.subscribe, trigger.current);
  const files = useRef<HTMLInputElement>(null);
  const { t } = useTranslation();
  return (
    <>
      {active?.kind === "slash" ? (
        <SlashMenu active={active} menu={trigger} onPicture={() => files.current?.click()} />
      ) : null}
      {active?.kind === "mention" ? <MentionMenu active={active} menu={trigger} /> : null}
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

function MentionMenu(props: { active: Trigger; menu: TriggerMenu }): ReactElement {
  const { t } = useTranslation();
  const { documentId } = useDocumentEditor();
  const { query } = props.active;
  const people = useQuery({
    ...documentsEndpoints.mentionable.queryOptions({
      input: { id: documentId, ...(query === "" ? {} : { search: query }) },
    }),
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
  const choices = (people.data ?? []).slice(0, 8).map((person): Choice => ({
    id: person.id,
    face: (
      <>
        <PersonBadge id={person.id} name={person.name} party={person.party} sizePx={24} />
        <span className={classes["name"]}>{person.name}</span>
        <PartyLabel party={person.party} />
      </>
    ),
    take: () => {
      const taken = props.menu.take();
      if (taken) runCommand(taken.view, insertMention(person));
    },
  }));
  return (
    <ChoiceList
      active={props.active}
      menu={props.menu}
      choices={choices}
      label={t("editor.mention.label")}
      empty={
        people.isError ? t("editor.mention.failed") : people.isPending ? null : t("editor.mention.empty", { query })
      }
    />
  );
}

/** A list that is walked with the arrow keys while the focus stays in the text. */
function ChoiceList(props: {
  active: Trigger;
  menu: TriggerMenu;
  choices: readonly Choice[];
  label: string;
  empty: string | null;
}): ReactElement | null {
  const { menu, choices, active } = props;
  const id = useId();
  const { documentEditor } = useDocumentEditor();
  const [chosen, setChosen] = useState({ query: active.query, index: 0 });
  // Other words, other choices: the first one is chosen again.
  const shown = chosen.query === active.query ? Math.min(chosen.index, Math.max(0, choices.length - 1)) : 0;
  const { query } = active;
  const list = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      menu.handleKeys((event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          if (choices.length > 0)
            setChosen({
              query,
              index: (shown + (event.key === "ArrowDown" ? 1 : -1) + choices.length) % choices.length,
            });
          return true;
        }
        if (event.key === "Enter" || event.key === "Tab") {
          choices[shown]?.take();
          return choices.length > 0;
        }
        return false;
      }),
    [menu, choices, shown, query],
  );
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    const dom = documentEditor ? viewOf(documentEditor).dom : null;
    dom?.setAttribute("aria-activedescendant", `${id}-${shown}`);
    dom?.setAttribute("aria-controls", id);
    return () => {
      dom?.removeAttribute("aria-activedescendant");
      dom?.removeAttribute("aria-controls");
    };
  }, [shown, id, documentEditor]);
  const anchor = useAnchor(() => menu.rect(), `${active.from}`);
  if (!anchor || (choices.length === 0 && props.empty === null)) return null;
  return (
    <Floating anchor={anchor} side="below" keepsFocus className={classes["popup"]}>
      <div ref={list} id={id} role="listbox" aria-label={props.label} className={classes["list"]}>
        {choices.map((choice, at) => (
          <button
            key={choice.id}
            id={`${id}-${at}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={at === shown}
            className={classes["choice"]}
            onMouseMove={() => setChosen({ query, index: at })}
            onClick={choice.take}
          >
            {choice.face}
          </button>
        ))}
      </div>
      {choices.length === 0 ? <p className={classes["empty"]}>{props.empty}</p> : null}
    </Floating>
  );
}
