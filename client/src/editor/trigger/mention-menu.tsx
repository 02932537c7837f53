import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { peopleEndpoints } from "../../platform/people-endpoints.ts";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { useDocumentEditor, useSessionStatus } from "../provider/editor-context.ts";
import { runCommand } from "../run-command.ts";
import { type Choice, ChoiceList } from "./choice-list.tsx";
import { insertMention } from "./mention-command.ts";
import type { Trigger, TriggerMenu } from "./trigger-plugin.ts";
import classes from "./trigger-popup.module.css";

const SHOWN = 8;
const SHOWN_OUTSIDE = 5;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** People under a typed `@`: those of the document, and for its owner colleagues who do not have it yet. */
export function MentionMenu(props: {
  active: Trigger;
  menu: TriggerMenu;
  /** Somebody without the document was chosen. */
  onOutside: (colleague: Named) => void;
}): ReactElement {
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
  const outside = useColleaguesOutside(documentId, query);
  const inside = (people.data ?? []).slice(0, SHOWN).map((person): Choice => ({
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
  const others = outside.slice(0, SHOWN_OUTSIDE).map((person): Choice => ({
    id: person.id,
    heading: t("editor.mention.outside"),
    face: (
      <>
        <PersonBadge id={person.id} name={person.name} party="ours" sizePx={24} />
        <span className={classes["name"]}>{person.name}</span>
        <span className={classes["sign"]}>{t("editor.mention.share")}</span>
      </>
    ),
    take: () => props.onOutside(person),
  }));
  return (
    <ChoiceList
      active={props.active}
      menu={props.menu}
      choices={[...inside, ...others]}
      label={t("editor.mention.label")}
      empty={
        people.isError ? t("editor.mention.failed") : people.isPending ? null : t("editor.mention.empty", { query })
      }
    />
  );
}

/** Colleagues who fit the query and do not have the document. Only an owner may share, so nobody else is shown any. */
function useColleaguesOutside(documentId: string, query: string): readonly Named[] {
  const owner = useSessionStatus()?.role === "own";
  const colleagues = useQuery({
    ...peopleEndpoints.directory.people.queryOptions({ input: query === "" ? {} : { search: query } }),
    placeholderData: (before) => before,
    staleTime: 30_000,
    enabled: owner,
  });
  // Everybody of the document, whatever the query: the directory finds people by more than their names.
  const everybody = useQuery({
    ...documentsEndpoints.mentionable.queryOptions({ input: { id: documentId } }),
    staleTime: 30_000,
    enabled: owner,
  });
  if (!colleagues.data || !everybody.data) return [];
  const inside = new Set(everybody.data.map(({ id }) => id));
  return colleagues.data.filter(({ id }) => !inside.has(id));
}
