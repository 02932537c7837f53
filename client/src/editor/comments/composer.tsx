import { Button, Textarea } from "@mantine/core";
import {
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { useSentence } from "../../platform/use-sentence.ts";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { type UnsentWords, useCommentDrafts } from "./comment-drafts.ts";
import classes from "./comments-panel.module.css";
import { type PersonOfThread, usePeopleOfThread } from "./people-of-thread.ts";

const SHOWN = 6;
/** UTF-16 units of a comment; the descriptors say the same. */
const LONGEST = 5_000;

type Named = UnsentWords["named"][number];

/**
 * Writing a comment: Ctrl+Enter sends it, `@` names somebody of the document, whom arrow keys and Enter choose. What is not sent is kept under
 * `draftKey` with `kept`, until it is given up or whoever sends it forgets it.
 */
export function Composer(props: {
  draftKey: string;
  kept?: Pick<UnsentWords, "about" | "audience" | "toResolved">;
  /** The circle that it is for: only its people are named. */
  circleId?: string | null;
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
  const { unsent, keep } = useUnsent(props.draftKey, props.text ?? "");
  const [text, setText] = useState(unsent?.text ?? props.text ?? "");
  const [caret, setCaret] = useState(0);
  const [named, setNamed] = useState<readonly Named[]>(unsent?.named ?? props.mentions ?? []);
  const { kept } = props;
  useEffect(() => keep({ text, named, ...kept }), [keep, text, named, kept]);
  const asked = /(?:^|[\s（(，,。])@([^\s@]{0,40})$/u.exec(text.slice(0, caret))?.[1] ?? null;
  const length = text.trim().length;
  const ready = length > 0 && length <= LONGEST && !props.pending;
  const naming = useNaming(asked, props.circleId ?? null);
  const send = (): void => {
    if (!ready) return;
    // Only who is still named in the text is told.
    const mentions = named.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
    props.onSend({ text: text.trim(), mentions: [...new Set(mentions)] });
  };
  const giveUp = (): void => {
    keep(null);
    props.onCancel();
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
    if (naming.takeKey(event, name)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else if (event.key === "Escape") giveUp();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const box = useStaysInSight();
  return (
    <div className={classes["composer"]} ref={box}>
      <Textarea
        ref={field}
        aria-label={props.label}
        placeholder={t("editor.comments.placeholder")}
        value={text}
        autosize
        minRows={2}
        maxRows={10}
        aria-controls={naming.found.length > 0 ? naming.listId : undefined}
        aria-activedescendant={naming.found.length > 0 ? `${naming.listId}-${naming.chosen}` : undefined}
        // It was opened by somebody who wants to write, or has come back with what had been begun.
        autoFocus={unsent === undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
      {naming.found.length === 0 ? null : <PeopleToName naming={naming} onChoose={name} />}
      {length <= LONGEST ? null : (
        <p className={classes["fault"]} role="alert">
          {t("editor.comments.tooLong", { most: LONGEST, length })}
        </p>
      )}
      {props.error ? (
        <p className={classes["fault"]} role="alert">
          {sentence(props.error)}
        </p>
      ) : null}
      <div className={classes["buttons"]}>
        <Button variant="subtle" size="compact-sm" onClick={giveUp}>
          {t("ui.cancel")}
        </Button>
        <Button size="compact-sm" disabled={!ready} loading={props.pending} onClick={send}>
          {props.action}
        </Button>
      </div>
    </div>
  );
}

/** What had been begun and not been sent when this came, and how to keep what is being written; what says the same as before is not kept. */
function useUnsent(
  key: string,
  before: string,
): { readonly unsent: UnsentWords | undefined; readonly keep: (words: UnsentWords | null) => void } {
  const { documentId, person } = useDocumentEditor();
  const drafts = useCommentDrafts(person.id, documentId);
  const [unsent] = useState(() => drafts.get(key));
  const keep = useCallback(
    (words: UnsentWords | null) => drafts.keep(key, words?.text === before ? null : words),
    [drafts, key, before],
  );
  return { unsent, keep };
}

/** Keeps the whole of what is written, with its buttons, in sight, also when the keys of a phone come up. */
function useStaysInSight(): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = (): void => {
      if (box.current?.contains(document.activeElement)) box.current.scrollIntoView({ block: "nearest" });
    };
    show();
    window.addEventListener("resize", show);
    return () => window.removeEventListener("resize", show);
  }, []);
  return box;
}

interface Naming {
  readonly listId: string;
  readonly found: readonly PersonOfThread[];
  readonly chosen: number;
  readonly choose: (index: number) => void;
  /** Walks the list, chooses or closes it; answers whether the key was meant for it. */
  readonly takeKey: (event: KeyboardEvent, take: (person: Named) => void) => boolean;
}

/**
 * People of the document, or of a circle, whose name fits what stands behind the `@`, and which of them is chosen; nobody where none is
 * asked for.
 */
function useNaming(asked: string | null, circleId: string | null): Naming {
  const listId = useId();
  const [walked, setWalked] = useState({ asked: "", index: 0 });
  /** Closed by Escape, until something else stands behind the `@`. */
  const [closed, setClosed] = useState<string | null>(null);
  const people = usePeopleOfThread({ circleId, search: asked ?? "", enabled: asked !== null });
  const found = asked === null || asked === closed ? [] : people.slice(0, SHOWN);
  // Other letters, other people: the first one is chosen again.
  const chosen = walked.asked === asked ? Math.min(walked.index, Math.max(0, found.length - 1)) : 0;
  const choose = (index: number): void => setWalked({ asked: asked ?? "", index });
  return {
    listId,
    found,
    chosen,
    choose,
    takeKey: ({ key, ctrlKey, metaKey, shiftKey, altKey }, take) => {
      const person = found[chosen];
      if (!person || ctrlKey || metaKey || shiftKey || altKey) return false;
      if (key === "ArrowDown") choose((chosen + 1) % found.length);
      else if (key === "ArrowUp") choose((chosen - 1 + found.length) % found.length);
      else if (key === "Enter" || key === "Tab") take(person);
      else if (key === "Escape") setClosed(asked);
      else return false;
      return true;
    },
  };
}

function PeopleToName({ naming, onChoose }: { naming: Naming; onChoose: (person: Named) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <div id={naming.listId} role="listbox" className={classes["people"]} aria-label={t("editor.mention.label")}>
      {naming.found.map((person, index) => (
        <button
          key={person.id}
          id={`${naming.listId}-${index}`}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={index === naming.chosen}
          className={classes["person"]}
          // The field keeps the focus, and with it the place where the name goes.
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => naming.choose(index)}
          onClick={() => onChoose(person)}
        >
          <PersonBadge id={person.id} name={person.name} party={person.party} sizePx={22} />
          <span>{person.name}</span>
        </button>
      ))}
    </div>
  );
}
