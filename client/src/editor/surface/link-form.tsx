import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import { IconExternalLink, IconLinkOff } from "@tabler/icons-react";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { linkAt, setLink, toHref } from "../marks/mark-keys.ts";
import { type DocumentEditor, viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { runCommand } from "../run-command.ts";
import { Floating } from "./floating.tsx";
import classes from "./link-form.module.css";
import { rectOf, useAnchor } from "./use-anchor.ts";

/** The form for a link at the selection; Mod-k or the tool opens it. */
export function LinkForm(): ReactElement | null {
  const { linking, setLinking, documentEditor, editable } = useDocumentEditor();
  if (!linking || !editable || !documentEditor) return null;
  return <OpenLinkForm documentEditor={documentEditor} onDone={() => setLinking(false)} />;
}

function OpenLinkForm(props: { documentEditor: DocumentEditor; onDone: () => void }): ReactElement | null {
  const { t } = useTranslation();
  const view = viewOf(props.documentEditor);
  const existing = linkAt(view.state);
  const [typed, setTyped] = useState(existing?.href ?? "");
  const [invalid, setInvalid] = useState(false);
  const { from, to } = view.state.selection;
  const anchor = useAnchor(() => rectOf(view, from, to), `${from}-${to}`);
  if (!anchor) return null;
  const leave = (): void => {
    props.onDone();
    view.focus();
  };
  const submit = (): void => {
    const href = toHref(typed);
    if (href === null) return setInvalid(true);
    runCommand(view, setLink(href));
    return props.onDone();
  };
  return (
    <Floating anchor={anchor} side="below" role="dialog" label={t("editor.link.label")}>
      <form
        className={classes["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") leave();
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) props.onDone();
        }}
      >
        <TextInput
          aria-label={t("editor.link.address")}
          placeholder={t("editor.link.placeholder")}
          value={typed}
          error={invalid ? t("editor.link.invalid") : null}
          inputMode="url"
          autoComplete="off"
          data-autofocus
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setInvalid(false);
          }}
        />
        <Button type="submit" size="sm">
          {t("editor.link.set")}
        </Button>
        {existing ? (
          <>
            <Tooltip label={t("editor.link.open")}>
              <ActionIcon
                component="a"
                href={existing.href}
                target="_blank"
                rel="noopener noreferrer"
                aria-label={t("editor.link.open")}
              >
                <IconExternalLink size={17} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t("editor.link.remove")}>
              <ActionIcon
                aria-label={t("editor.link.remove")}
                onClick={() => {
                  runCommand(view, setLink(null));
                  props.onDone();
                }}
              >
                <IconLinkOff size={17} />
              </ActionIcon>
            </Tooltip>
          </>
        ) : null}
      </form>
    </Floating>
  );
}
