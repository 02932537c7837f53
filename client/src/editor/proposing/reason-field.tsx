import { Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";

/** Where a decision is given a reason. It says so where the other side will read it. `inCard` is the small one, without a label in sight. */
export function ReasonField(props: {
  value: string;
  onChange: (reason: string) => void;
  inCard?: boolean;
  takesFocus?: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const { person, comments } = useDocumentEditor();
  const client = useQueryClient();
  // A colleague's comments stay inside by default exactly where outsiders share the document.
  const isShared = person.standing === "guest" || comments.defaultAudience === "internal";
  const label = t("editor.changes.reason");
  return (
    <Textarea
      {...(props.inCard === true
        ? { className: classes["reasonField"] ?? "", size: "xs", minRows: 1, maxRows: 6, "aria-label": label }
        : { minRows: 2, maxRows: 8, label })}
      placeholder={t("editor.changes.reasonPlaceholder")}
      description={isShared ? t("editor.changes.reasonRead") : null}
      inputWrapperOrder={["label", "input", "description", "error"]}
      autosize
      maxLength={2_000}
      value={props.value}
      // The document may have got guests since the page was loaded.
      onFocus={() => void client.invalidateQueries({ queryKey: documentsEndpoints.threads.list.key() })}
      data-autofocus={props.takesFocus === true || undefined}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    />
  );
}
