import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactElement, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./comments-panel.module.css";

const SHOWN = 6;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Writing a comment: Ctrl+Enter sends it, `@` names somebody of the document. */
export function Composer(props: {
  label: string;
  action: string;
  text?: string;
  mentions?: readonly Named[];
  pending: boolean;
  error: unknown;
  onSend: (words: { text: string; mentions: string[] }) => void;
  onCancel: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(props.text ?? "");
  const [caret, setCaret] = useState(0);
  const [named, setNamed] = useState<readonly Named[]>(props.mentions ?? []);
  const asked = /(?:^|[\s（(，,。])@([^\s@]{0,40})$/u.exec(text.slice(0, caret))?.[1] ?? null;
  const ready = text.trim() !== "" && !props.pending;
  const send = (): void => {
    if (!ready) return;
    // Only who is still named in the text is told.
    const mentions = named.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
    props.onSend({ text: text.trim(), mentions: [...new Set(mentions)] });
  };
  const name = (person: Named): void => {
    const start = caret - (asked?.length ?? 0);
    const next = `${text.slice(0, start)}${person.name} ${text.slice(caret)}`;
    setText(next);
    setNamed([...named, person]);
    setCaret(start + person.name.length + 1);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else if (event.key === "Escape") props.onCancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={classes["composer"]}>
      <Textarea
        ref={field}
        aria-label={props.label}
        placeholder={t("editor.comments.placeholder")}
        value={text}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5_000}
        // It was opened by somebody who wants to write.
        autoFocus
        onChange={(event) => {
          setText(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
      {asked === null ? null : <PeopleToName query={asked} onChoose={name} />}
      {props.error ? (
        <p className={classes["fault"]} role="alert">
          {sentence(props.error)}
        </p>
      ) : null}
      <div className={classes["buttons"]}>
        <Button variant="subtle" size="compact-sm" onClick={props.onCancel}>
          {t("ui.cancel")}
        </Button>
        <Button size="compact-sm" disabled={!ready} loading={props.pending} onClick={send}>
          {props.action}
        </Button>
      </div>
    </div>
  );
}

/** People of the document whose name fits what stands behind the `@`. */
function PeopleToName(props: { query: string; onChoose: (person: Named) => void }): ReactElement | null {
  const { t } = useTranslation();
  const { documentId } = useDocumentEditor();
  const people = useQuery({
    ...documentsEndpoints.mentionable.queryOptions({
      input: { id: documentId, ...(props.query === "" ? {} : { search: props.query }) },
    }),
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
  const found = (people.data ?? []).slice(0, SHOWN);
  if (found.length === 0) return null;
  return (
    <ul className={classes["people"]} aria-label={t("editor.mention.label")}>
      {found.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            className={classes["person"]}
            // The field keeps the focus, and with it the place where the name goes.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onChoose(person)}
          >
            <PersonBadge id={person.id} name={person.name} party={person.party} sizePx={22} />
            <span>{person.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
