import { useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useAction } from "../../platform/use-action.ts";
import { useConfirm } from "../../ui/use-confirm.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { AudienceChoice } from "./audience-choice.tsx";
import { type ThreadFor, newKey, useCommentDrafts } from "./comment-drafts.ts";
import classes from "./comments-panel.module.css";
import type { CommentDraft } from "./comments.ts";
import { Composer } from "./composer.tsx";

/** Writing the first comment of a thread. In the panel of comments it is looked at afterwards; elsewhere `onEnd` says what follows. */
export function NewThread({ draft, onEnd }: { draft: CommentDraft; onEnd?: () => void }): ReactElement {
  const { t } = useTranslation();
  const { documentId, person, comments } = useDocumentEditor();
  const drafts = useCommentDrafts(person.id, documentId);
  const key = newKey(draft);
  // Until it is chosen by hand the server decides: it knows of an outsider who came a moment ago.
  const [chosen, setChosen] = useState<ThreadFor | null>(drafts.get(key)?.audience ?? null);
  const [about] = useState(draft);
  const kept = useMemo(() => ({ about, audience: chosen }), [about, chosen]);
  const audience = chosen ?? comments.defaultAudience;
  // The document may have got guests since the page was loaded; then the form says that what is written stays inside.
  const client = useQueryClient();
  useEffect(() => void client.invalidateQueries({ queryKey: documentsEndpoints.threads.list.key() }), [client]);
  const confirm = useConfirm();
  // Where two sides face each other, what the other side is to read is asked for once more.
  const { otherSideAccepts } = useDocumentEditor().standing;
  const asksFirst = otherSideAccepts && comments.defaultAudience === "internal" && audience === "everyone";
  const create = useAction(
    async ({ text, mentions }: { text: string; mentions: string[] }) => {
      const made = await documentsEndpoints.threads.create.call({
        id: documentId,
        anchor: draft.anchor,
        text,
        mentions,
        ...(chosen === null ? {} : typeof chosen === "string" ? { audience: chosen } : chosen),
      });
      drafts.send(key);
      return made;
    },
    {
      refreshes: [documentsEndpoints.threads.list.key()],
      onDone: ({ id }) => {
        if (onEnd) return onEnd();
        comments.setDraft(null);
        comments.focus(id);
        return undefined;
      },
    },
  );
  return (
    <section className={classes["card"]} data-focus="true" aria-label={t("editor.comments.new")}>
      {draft.anchor.type === "proposal" ? null : draft.quote === "" ? (
        <p className={classes["about"]}>{t("editor.comments.wholeDocument")}</p>
      ) : (
        <blockquote className={classes["quote"]}>{draft.quote}</blockquote>
      )}
      {comments.audiences.length > 1 || comments.circles.length > 0 || comments.mayMakeCircles ? (
        <AudienceChoice value={audience} onChange={setChosen} />
      ) : null}
      <Composer
        draftKey={key}
        circleId={typeof audience === "string" ? null : audience.circleId}
        kept={kept}
        label={t("editor.comments.write")}
        action={t("editor.comments.send")}
        pending={create.isPending}
        error={create.error}
        onSend={(words) =>
          asksFirst
            ? confirm({
                title: t("editor.comments.shareTitle"),
                text: t("editor.comments.shareText"),
                action: t("editor.comments.shareAction"),
                onConfirm: () => create.mutate(words),
              })
            : create.mutate(words)
        }
        onCancel={onEnd ?? (() => comments.setDraft(null))}
      />
    </section>
  );
}
