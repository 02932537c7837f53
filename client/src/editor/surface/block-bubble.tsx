import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { IconAlignCenter, IconAlignLeft, IconAlignRight, IconArrowsMaximize, IconTrash } from "@tabler/icons-react";
import type { AttributeValue } from "@parley/document";
import { deleteSelection } from "@tiptap/pm/commands";
import { type Command, type EditorState, NodeSelection } from "@tiptap/pm/state";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { setLeafAttributes } from "../leaves/leaf-commands.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { useEditorValue } from "../provider/use-editor-value.ts";
import { Floating } from "./floating.tsx";
import classes from "./link-form.module.css";
import { type Anchor, useAnchor } from "./use-anchor.ts";

interface SelectedBlock {
  readonly name: string;
  readonly pos: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

function readBlock(state: EditorState): SelectedBlock | null {
  const { selection } = state;
  if (!(selection instanceof NodeSelection)) return null;
  const { node, from } = selection;
  return { name: node.type.name, pos: from, attributes: node.attrs as Record<string, AttributeValue> };
}

/** What can be said about a selected picture or signature block. */
export function BlockBubble(): ReactElement | null {
  const { documentEditor, editable } = useDocumentEditor();
  const block = useEditorValue(readBlock);
  const wanted = editable && block !== null && (block.name === "image" || block.name === "signatureBlock");
  const anchor = useAnchor(
    () => {
      if (!wanted || !documentEditor) return null;
      const element = viewOf(documentEditor).nodeDOM(block.pos);
      return element instanceof Element ? (element.getBoundingClientRect() satisfies Anchor) : null;
    },
    JSON.stringify([wanted, block]),
  );
  if (!wanted || !anchor || !documentEditor) return null;
  const view = viewOf(documentEditor);
  // The field keeps the focus while it is typed in, so the text is not focused again.
  const run = (command: Command): void => void command(view.state, (tr) => view.dispatch(tr), view);
  const Bubble = block.name === "image" ? PictureBubble : SignatureBubble;
  return <Bubble key={block.pos} block={block} anchor={anchor} run={run} />;
}

interface BubbleProps {
  readonly block: SelectedBlock;
  readonly anchor: Anchor;
  readonly run: (command: Command) => void;
}

function textOf(value: AttributeValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A text field that writes when it is left or Enter is pressed, not with every key. */
function AttributeField(props: {
  label: string;
  placeholder: string;
  value: string;
  maxLength: number;
  onChange: (value: string | null) => void;
}): ReactElement {
  const [typed, setTyped] = useState(props.value);
  const commit = (): void => {
    if (typed.trim() !== props.value) props.onChange(typed.trim() === "" ? null : typed.trim());
  };
  return (
    <TextInput
      className={classes["field"] ?? ""}
      label={props.label}
      placeholder={props.placeholder}
      value={typed}
      maxLength={props.maxLength}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}

function Tool(props: { label: string; onClick: () => void; active?: boolean; children: ReactElement }): ReactElement {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        className="parley-tool"
        aria-label={props.label}
        data-active={props.active === true ? true : undefined}
        onClick={props.onClick}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

function PictureBubble({ block, anchor, run }: BubbleProps): ReactElement {
  const { t } = useTranslation();
  const align = block.attributes["align"];
  const setAlign = (value: string | null): void => run(setLeafAttributes({ align: value }));
  return (
    <Floating anchor={anchor} side="below" role="toolbar" label={t("editor.insert.picture")} keepsFocus>
      <div className={classes["form"]}>
        <AttributeField
          label={t("editor.picture.alt")}
          placeholder={t("editor.picture.altPlaceholder")}
          value={textOf(block.attributes["alt"])}
          maxLength={500}
          onChange={(alt) => run(setLeafAttributes({ alt }))}
        />
        <Tool label={t("editor.toolbar.alignStart")} active={align === null} onClick={() => setAlign(null)}>
          <IconAlignLeft size={17} />
        </Tool>
        <Tool label={t("editor.toolbar.alignCenter")} active={align === "center"} onClick={() => setAlign("center")}>
          <IconAlignCenter size={17} />
        </Tool>
        <Tool label={t("editor.toolbar.alignEnd")} active={align === "end"} onClick={() => setAlign("end")}>
          <IconAlignRight size={17} />
        </Tool>
        <Tool label={t("editor.picture.originalSize")} onClick={() => run(setLeafAttributes({ width: null }))}>
          <IconArrowsMaximize size={17} />
        </Tool>
        <Tool label={t("editor.picture.delete")} onClick={() => run(deleteSelection)}>
          <IconTrash size={17} />
        </Tool>
      </div>
    </Floating>
  );
}

function SignatureBubble({ block, anchor, run }: BubbleProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Floating anchor={anchor} side="below" role="dialog" label={t("editor.insert.signature")} keepsFocus>
      <div className={classes["form"]}>
        <AttributeField
          label={t("editor.signature.label")}
          placeholder={t("editor.signature.labelPlaceholder")}
          value={textOf(block.attributes["label"])}
          maxLength={120}
          onChange={(label) => run(setLeafAttributes({ label }))}
        />
        <AttributeField
          label={t("editor.signature.organisation")}
          placeholder={t("editor.signature.organisation")}
          value={textOf(block.attributes["organisation"])}
          maxLength={240}
          onChange={(organisation) => run(setLeafAttributes({ organisation }))}
        />
        <Tool label={t("editor.signature.delete")} onClick={() => run(deleteSelection)}>
          <IconTrash size={17} />
        </Tool>
      </div>
    </Floating>
  );
}
