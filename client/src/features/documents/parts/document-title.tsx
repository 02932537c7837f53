import { textWithSigns } from "@parley/document";
import { useTranslation } from "react-i18next";
import type { DocumentCard } from "@parley/documents";
import { type ReactElement, useState } from "react";
import { notifications } from "@mantine/notifications";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import classes from "./document-title.module.css";

/** The title in the bar: for editors a field in place, saved on leaving it or Enter, given up on Escape. */
export function DocumentTitle(props: { card: Pick<DocumentCard, "id" | "title">; editable: boolean }): ReactElement {
  const { t } = useTranslation();
  const { card } = props;
  const sentenceOf = useSentence();
  // Only what is being typed is kept here, so that a title that somebody else gives shows at once.
  const [draft, setDraft] = useState<string | null>(null);
  const seen = textWithSigns(card.title);
  const typed = draft ?? card.title;
  // A field shows no signs within its text, and would turn it: they stand there until somebody writes in it.
  const [writing, setWriting] = useState(false);
  const shown = draft ?? (writing ? card.title : seen);
  const rename = useAction((title: string) => documentsEndpoints.update.call({ id: card.id, title }), {
    refreshes: [documentsEndpoints.list.key(), documentsEndpoints.get.key()],
    onDone: () => setDraft(null),
    onFailed: (error) => {
      setDraft(null);
      notifications.show({ color: "red", message: sentenceOf(error) });
    },
  });
  if (!props.editable) {
    return (
      <h1 className={classes["fixed"]} title={seen}>
        {seen}
      </h1>
    );
  }
  const commit = (): void => {
    const title = typed.trim();
    if (title === "" || title === card.title) setDraft(null);
    else rename.mutate(title);
  };
  return (
    <span className={classes["sizer"]} data-text={shown}>
      <input
        className={classes["field"]}
        aria-label={t("documents.page.titleLabel")}
        value={shown}
        maxLength={300}
        size={1}
        onFocus={() => setWriting(true)}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => {
          setWriting(false);
          commit();
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setDraft(null);
        }}
      />
    </span>
  );
}
