import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconChevronDown, IconChevronRight, IconChevronUp, IconLetterCase, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type DocumentEditor, viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { useEditorValue } from "../provider/use-editor-value.ts";
import classes from "./find-bar.module.css";
import { findState, replaceAll, replaceCurrent, search, step } from "./find-plugin.ts";

/** Find and replace above the text; Mod-f opens it, Escape closes it. */
export function FindBar(): ReactElement | null {
  const { finding, setFinding, documentEditor } = useDocumentEditor();
  useFindKey();
  return finding && documentEditor ? (
    <OpenFindBar documentEditor={documentEditor} onClose={() => setFinding(false)} />
  ) : null;
}

/** Mod-f searches the whole document wherever the focus is: the browser's own search would miss what is not drawn. */
function useFindKey(): void {
  const { setFinding } = useDocumentEditor();
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const command = event.ctrlKey || event.metaKey;
      if (!command || event.shiftKey || event.altKey || event.key.toLowerCase() !== "f") return;
      event.preventDefault();
      setFinding(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [setFinding]);
}

function selectedText(documentEditor: DocumentEditor): string {
  const { doc, selection } = viewOf(documentEditor).state;
  const text = doc.textBetween(selection.from, selection.to, "\n");
  return text.includes("\n") || text.length > 100 ? "" : text;
}

function OpenFindBar(props: { documentEditor: DocumentEditor; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { editable, proposing } = useDocumentEditor();
  const { documentEditor } = props;
  const view = viewOf(documentEditor);
  const [query, setQuery] = useState(() => selectedText(documentEditor));
  const [replacement, setReplacement] = useState("");
  const [matchCase, setMatchCase] = useState(false);
  const [replacing, setReplacing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const found = useEditorValue((state) => {
    const { hits, current } = findState(state);
    return { total: hits.length, current };
  });
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  useEffect(() => search(view, query, matchCase), [view, query, matchCase]);
  useEffect(
    () => () => {
      if (!view.isDestroyed) search(view, "", false);
    },
    [view],
  );
  const close = (): void => {
    const { hits, current } = findState(view.state);
    const hit = hits[current];
    props.onClose();
    if (hit) documentEditor.editor.commands.setTextSelection(hit);
    view.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === field.current && !event.nativeEvent.isComposing) {
      event.preventDefault();
      step(view, event.shiftKey ? -1 : 1);
    }
  };
  const total = found?.total ?? 0;
  const count =
    query === ""
      ? ""
      : total === 0
        ? t("editor.find.none")
        : t("editor.find.count", { current: (found?.current ?? 0) + 1, total });
  return (
    <search className={classes["bar"]} aria-label={t("editor.find.label")} onKeyDown={onKey} data-print="hide">
      <div className={classes["row"]}>
        {editable ? (
          <ActionIcon
            size={30}
            aria-label={t("editor.find.showReplace")}
            aria-expanded={replacing}
            onClick={() => setReplacing(!replacing)}
          >
            {replacing ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
          </ActionIcon>
        ) : null}
        <TextInput
          ref={field}
          className={classes["field"] ?? ""}
          size="xs"
          aria-label={t("editor.find.query")}
          placeholder={t("editor.find.query")}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <span className={classes["count"]} role="status">
          {count}
        </span>
        <FindTool label={t("editor.find.matchCase")} active={matchCase} onClick={() => setMatchCase(!matchCase)}>
          <IconLetterCase size={17} />
        </FindTool>
        <FindTool label={t("editor.find.previous")} disabled={total === 0} onClick={() => step(view, -1)}>
          <IconChevronUp size={17} />
        </FindTool>
        <FindTool label={t("editor.find.next")} disabled={total === 0} onClick={() => step(view, 1)}>
          <IconChevronDown size={17} />
        </FindTool>
        <FindTool label={t("editor.find.close")} onClick={close}>
          <IconX size={17} />
        </FindTool>
      </div>
      {replacing && editable ? (
        <div className={classes["row"]} data-second>
          <TextInput
            className={classes["field"] ?? ""}
            size="xs"
            aria-label={t("editor.find.replacement")}
            placeholder={t("editor.find.replacement")}
            value={replacement}
            onChange={(event) => setReplacement(event.currentTarget.value)}
          />
          <Button
            size="compact-xs"
            variant="default"
            disabled={total === 0}
            onClick={() => {
              replaceCurrent(view, replacement);
              // The button is off now and cannot hold the focus.
              if (findState(view.state).hits.length === 0) view.focus();
            }}
          >
            {t("editor.find.replace")}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={total === 0}
            onClick={() => {
              const replaced = replaceAll(view, replacement, documentEditor.undo);
              view.focus();
              notifications.show({
                message: t(`editor.find.${proposing ? "proposed" : "replaced"}`, { count: replaced }),
              });
            }}
          >
            {t("editor.find.replaceAll")}
          </Button>
        </div>
      ) : null}
    </search>
  );
}

function FindTool(props: {
  label: string;
  active?: boolean;
  disabled?: boolean;
  onClick: () => void;
  children: ReactElement;
}): ReactElement {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        className="parley-tool"
        size={30}
        aria-label={props.label}
        aria-pressed={props.active}
        data-active={props.active === true ? true : undefined}
        disabled={props.disabled ?? false}
        onClick={props.onClick}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}
