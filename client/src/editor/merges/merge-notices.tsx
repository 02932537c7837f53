import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowMergeBoth } from "@tabler/icons-react";
import type { MergeNotice } from "@parley/documents";
import { TextSelection } from "@tiptap/pm/state";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useAction } from "../../platform/use-action.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { placesOf } from "../comments/thread-places.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useSessionStatus } from "../provider/editor-context.ts";
import classes from "./merge-notices.module.css";

/** What happened to this person's words when somebody else changed the same place at the same moment: what, where, and the way out. */
export function MergeNotices(): ReactElement | null {
  const { t } = useTranslation();
  const { documentId, opened } = useDocumentEditor();
  const synced = useSessionStatus()?.everSynced === true;
  const [all, setAll] = useState(false);
  const client = useQueryClient();
  const { data } = useQuery({
    ...documentsEndpoints.merges.list.queryOptions({ input: { id: documentId } }),
    enabled: synced,
    staleTime: 0,
    placeholderData: (before) => before,
  });
  useEffect(() => {
    const askAgain = (): void => void client.invalidateQueries({ queryKey: documentsEndpoints.merges.list.key() });
    return synced ? opened?.onNews("merges", askAgain) : undefined;
  }, [opened, synced, client]);
  const notices = data?.notices ?? [];
  if (notices.length === 0) return null;
  const shown = all ? notices : notices.slice(0, 1);
  const rest = notices.length - shown.length;
  return (
    <section className={classes["notices"]} aria-label={t("editor.merges.label")}>
      <ul className={classes["list"]} role="status">
        {shown.map((notice) => (
          <Notice key={notice.id} notice={notice} />
        ))}
      </ul>
      {rest > 0 ? (
        <Button className={classes["more"] ?? ""} size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t("editor.merges.more", { count: rest })}
        </Button>
      ) : null}
    </section>
  );
}

function Notice({ notice }: { readonly notice: MergeNotice }): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { documentId, editable, proposing } = useDocumentEditor();
  const show = useShowPlace();
  const input = { id: documentId, noticeId: notice.id };
  const refreshes = [documentsEndpoints.merges.list.key()];
  const onFailed = (error: Error): void => void notifications.show({ color: "red", message: sentence(error) });
  const dismiss = useAction(() => documentsEndpoints.merges.dismiss.call(input), { refreshes, onFailed });
  const repairs = isRepairable(notice.kind) ? notice.kind : null;
  const repair = useAction(() => documentsEndpoints.merges.repair.call(input), {
    refreshes,
    onDone: () => {
      if (repairs) notifications.show({ message: t(`editor.merges.repaired.${repairs}`) });
    },
    onFailed,
  });
  const names = notice.with.map(({ name }) => name).join(t("editor.merges.betweenNames"));
  const who = names === "" ? t("editor.merges.alone") : t("editor.merges.with", { names });
  return (
    <li className={classes["notice"]}>
      <IconArrowMergeBoth className={classes["icon"]} size={18} stroke={1.6} aria-hidden />
      <div className={classes["words"]}>
        <p className={classes["sentence"]}>
          {t("editor.merges.told", { who, what: t(`editor.merges.kind.${notice.kind}`) })}
        </p>
        <blockquote className={classes["quote"]}>{notice.text}</blockquote>
        <div className={classes["ways"]}>
          {repairs && notice.repairable && editable && !proposing ? (
            <Button
              size="compact-sm"
              // Taking words away is no better a way out than leaving them.
              variant={repairs === "remained" ? "default" : "filled"}
              loading={repair.isPending}
              onClick={() => repair.mutate(undefined)}
            >
              {t(`editor.merges.repair.${repairs}`)}
            </Button>
          ) : null}
          {notice.ranges.length > 0 ? (
            <Button size="compact-sm" variant="default" onClick={() => show(notice)}>
              {t("editor.merges.show")}
            </Button>
          ) : null}
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate(undefined)}
          >
            {t("editor.merges.dismiss")}
          </Button>
        </div>
      </div>
    </li>
  );
}

type Repairable = "lost" | "deleted" | "doubled" | "remained";

const isRepairable = (kind: MergeNotice["kind"]): kind is Repairable =>
  kind === "lost" || kind === "deleted" || kind === "doubled" || kind === "remained";

/** Brings the place of a notice into sight, with the words selected. */
function useShowPlace(): (notice: MergeNotice) => void {
  const { documentEditor, opened } = useDocumentEditor();
  return ({ ranges }) => {
    if (!documentEditor || !opened) return;
    const view = viewOf(documentEditor);
    const places = placesOf(view.state.doc, opened.fragment, ranges);
    const [first] = places;
    if (!first) return;
    const selection = TextSelection.between(view.state.doc.resolve(first.from), view.state.doc.resolve(first.to));
    view.dispatch(view.state.tr.setSelection(selection));
    view.focus();
    const { node } = view.domAtPos(selection.from);
    const element = node instanceof Element ? node : node.parentElement;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  };
}
