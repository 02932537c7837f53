import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconDots, IconEye, IconHeart, IconMoodPlus, IconThumbDown, IconThumbUp } from "@tabler/icons-react";
import { type CommentThread, type DocumentComment, type Reaction, reactions } from "@parley/documents";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import type { IconComponent } from "../../platform/slice.ts";
import { Moment } from "../../ui/moment.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { useConfirm } from "../../ui/use-confirm.tsx";
import { useStaysInPage } from "../../ui/windowed-rows.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { editKey, useCommentDrafts, useWriting } from "./comment-drafts.ts";
import classes from "./comments-panel.module.css";
import { Composer } from "./composer.tsx";
import { useThreadAction } from "./use-thread-action.ts";

const icons: Readonly<Record<Reaction, IconComponent>> = {
  agree: IconThumbUp,
  disagree: IconThumbDown,
  thanks: IconHeart,
  look: IconEye,
};

/** One comment with its author, and for who may, its tools. */
export function CommentItem(props: { thread: CommentThread; comment: DocumentComment }): ReactElement {
  const { t } = useTranslation();
  const { documentId, person } = useDocumentEditor();
  const { thread, comment } = props;
  const drafts = useCommentDrafts(person.id, documentId);
  const key = editKey(comment.id);
  const [editing, setEditing] = useWriting(drafts, key);
  useStaysInPage(thread.id, editing);
  const at = { id: documentId, threadId: thread.id, commentId: comment.id };
  const edit = useThreadAction(async (words: { text: string; mentions: string[] }) => {
    await documentsEndpoints.threads.edit.call({ ...at, ...words });
    drafts.send(key);
  });
  const { author, party, createdAt, editedAt, deleted } = comment;
  return (
    <article className={classes["comment"]}>
      <header className={classes["byline"]}>
        <PersonBadge id={author.id} name={author.name} party={party} sizePx={24} />
        <span className={classes["author"]}>{author.name}</span>
        <span className={classes["when"]}>
          <Moment iso={createdAt} />
          {editedAt !== null && !deleted ? ` · ${t("editor.comments.edited")}` : null}
        </span>
        {deleted ? null : <CommentTools {...props} onEdit={() => setEditing(true)} />}
      </header>
      {deleted ? (
        <p className={classes["note"]}>{t("editor.comments.deletedBy", { name: deleted.by.name })}</p>
      ) : editing ? (
        <Composer
          draftKey={key}
          label={t("editor.comments.edit")}
          action={t("editor.comments.save")}
          text={comment.text}
          mentions={comment.mentions}
          pending={edit.isPending}
          error={edit.error}
          onSend={(words) => edit.mutate(words)}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <>
          <p className={classes["text"]}>{withMentions(comment)}</p>
          <Reactions {...props} />
        </>
      )}
    </article>
  );
}

/** The comment's words, with the people in it set apart. */
function withMentions({ text, mentions }: DocumentComment): ReactNode[] {
  const names = mentions.map(({ name }) => `@${name}`).toSorted((a, b) => b.length - a.length);
  const parts: ReactNode[] = [];
  let rest = text;
  while (rest !== "") {
    const at = names.map((name) => ({ name, index: rest.indexOf(name) })).filter(({ index }) => index >= 0);
    const next = at.toSorted((a, b) => a.index - b.index || b.name.length - a.name.length)[0];
    if (!next) break;
    parts.push(rest.slice(0, next.index));
    parts.push(
      <span key={parts.length} className={classes["mention"]}>
        {next.name}
      </span>,
    );
    rest = rest.slice(next.index + next.name.length);
  }
  return [...parts, rest];
}

function Reactions(props: { thread: CommentThread; comment: DocumentComment }): ReactElement | null {
  const { t } = useTranslation();
  const { documentId, person, comments } = useDocumentEditor();
  const { thread, comment } = props;
  const react = useThreadAction((given: { reaction: Reaction; on: boolean }) =>
    documentsEndpoints.threads.react.call({
      id: documentId,
      threadId: thread.id,
      commentId: comment.id,
      ...given,
    }),
  );
  if (comment.reactions.length === 0) return null;
  return (
    <div className={classes["reactions"]}>
      {comment.reactions.map(({ reaction, people }) => {
        const Icon = icons[reaction];
        const mine = people.some(({ id }) => id === person.id);
        const names = people.map(({ name }) => name).join(t("editor.comments.and"));
        return (
          <Tooltip key={reaction} label={`${t(`editor.comments.reaction.${reaction}`)} · ${names}`}>
            <button
              type="button"
              className={classes["reaction"]}
              aria-pressed={mine}
              aria-label={`${t(`editor.comments.reaction.${reaction}`)} ${people.length}`}
              disabled={!comments.mayWrite}
              onClick={() => react.mutate({ reaction, on: !mine })}
            >
              <Icon size={14} stroke={1.7} />
              {people.length}
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}

function CommentTools(props: {
  thread: CommentThread;
  comment: DocumentComment;
  onEdit: () => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const { documentId, person, comments } = useDocumentEditor();
  const confirm = useConfirm();
  const { thread, comment } = props;
  const at = { id: documentId, threadId: thread.id, commentId: comment.id };
  const react = useThreadAction((reaction: Reaction) =>
    documentsEndpoints.threads.react.call({ ...at, reaction, on: true }),
  );
  const remove = useThreadAction(() => documentsEndpoints.threads.remove.call(at));
  if (!comments.mayWrite) return null;
  const mine = comment.author.id === person.id;
  return (
    <span className={classes["commentTools"]}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="sm" aria-label={t("editor.comments.react")}>
            <IconMoodPlus size={15} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {reactions.map((reaction) => {
            const Icon = icons[reaction];
            return (
              <Menu.Item
                key={reaction}
                leftSection={<Icon size={16} stroke={1.6} />}
                onClick={() => react.mutate(reaction)}
              >
                {t(`editor.comments.reaction.${reaction}`)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {mine || comments.isOwner ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="sm" aria-label={t("editor.comments.commentMore")}>
              <IconDots size={15} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mine ? <Menu.Item onClick={props.onEdit}>{t("editor.comments.edit")}</Menu.Item> : null}
            <Menu.Item
              color="red"
              onClick={() =>
                confirm({
                  title: t("editor.comments.deleteTitle"),
                  text: t("editor.comments.deleteText"),
                  action: t("editor.comments.delete"),
                  onConfirm: () => remove.mutate(undefined),
                })
              }
            >
              {t("editor.comments.delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </span>
  );
}
