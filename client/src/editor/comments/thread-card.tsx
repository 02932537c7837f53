import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCheck,
  IconDots,
  IconEye,
  IconHistory,
  IconLock,
  IconUserCheck,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { CommentThread } from "@parley/documents";
import { type ReactElement, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { Moment } from "../../ui/moment.tsx";
import { useConfirm } from "../../ui/use-confirm.tsx";
import { type ListedRow, rowAttributes, useStaysInPage } from "../../ui/windowed-rows.ts";
import { kindWords } from "../proposing/setting-words.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { CircleSign } from "./circle-sign.tsx";
import { CommentItem } from "./comment-item.tsx";
import { type UnsentWords, replyKey, useCommentDrafts, useWriting } from "./comment-drafts.ts";
import classes from "./comments-panel.module.css";
import { Composer } from "./composer.tsx";
import { usePeopleOfThread } from "./people-of-thread.ts";
import { ProposalDecided } from "./proposal-decided.tsx";
import { ThreadRecord } from "./thread-record.tsx";
import { useThreadAction } from "./use-thread-action.ts";
import { WordsApart, WordsLeft } from "./words-left.tsx";
import { SeenWords } from "../marks/seen-words.tsx";

/**
 * One thread: what it is about, what was said, and what can be done with it. `beside` its subject it does not repeat that, and a click on
 * it leads nowhere else.
 */
export function ThreadCard({
  thread,
  beside = false,
  row = null,
}: {
  thread: CommentThread;
  beside?: boolean;
  /** Its place in a list, which brings it into sight. */
  row?: ListedRow | null;
}): ReactElement {
  const { t } = useTranslation();
  const { comments } = useDocumentEditor();
  const reply = useReplying(thread);
  const { replying } = reply;
  const [recorded, setRecorded] = useState(false);
  const focused = !beside && comments.focusId === thread.id;
  useStaysInPage(thread.id, replying || recorded);
  const subject = beside ? null : <Subject thread={thread} />;
  const isShared = useIsShared(thread);
  const isSigned = isShared || hasSigns(thread, beside);
  return (
    <li
      ref={row?.measure}
      {...(row && {
        ...rowAttributes(thread.id, row.place),
        "aria-posinset": row.place.index + 1,
        "aria-setsize": row.ofCount,
      })}
      className={classes["card"]}
      data-focus={focused}
      data-resolved={thread.resolved !== null}
      data-audience={thread.audience}
      data-shared={isShared || undefined}
      onClick={() => (focused || beside ? undefined : comments.focus(thread.id))}
    >
      <header className={classes["head"]}>
        {isSigned ? (
          <ThreadSigns thread={thread} beside={beside} isShared={isShared} />
        ) : (
          <div className={classes["subject"]}>{subject}</div>
        )}
        <ThreadTools thread={thread} recorded={recorded} onRecord={setRecorded} />
      </header>
      {isSigned ? subject : null}
      {thread.copied ? (
        <p className={classes["note"]}>{t("editor.comments.copiedBy", { name: thread.copied.by.name })}</p>
      ) : null}
      {thread.comments.map((comment) => (
        <CommentItem key={comment.id} thread={thread} comment={comment} />
      ))}
      {thread.resolved ? (
        <p className={classes["note"]}>
          {t(reply.wasResolvedMeanwhile ? "editor.comments.resolvedMeanwhile" : "editor.comments.resolvedBy", {
            name: thread.resolved.by.name,
          })}{" "}
          <Moment iso={thread.resolved.at} />
        </p>
      ) : null}
      {recorded ? <ThreadRecord threadId={thread.id} /> : null}
      {!comments.mayWrite ? null : replying ? (
        <Composer
          draftKey={replyKey(thread.id)}
          circleId={thread.circle?.id ?? null}
          kept={reply.kept}
          label={t("editor.comments.reply")}
          action={t("editor.comments.reply")}
          pending={reply.isPending}
          error={reply.error}
          onSend={reply.send}
          onCancel={() => reply.setReplying(false)}
        />
      ) : (
        <Button
          className={classes["replyButton"] ?? ""}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconArrowBackUp size={15} stroke={1.6} />}
          onClick={() => reply.setReplying(true)}
        >
          {t("editor.comments.reply")}
        </Button>
      )}
    </li>
  );
}

interface Replying {
  readonly replying: boolean;
  readonly setReplying: (replying: boolean) => void;
  /** Whether somebody has resolved the thread since the reply was begun. */
  readonly wasResolvedMeanwhile: boolean;
  readonly kept: Pick<UnsentWords, "toResolved">;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly send: (words: { text: string; mentions: string[] }) => void;
}

/** Replying to a thread; what had been begun is there again. */
function useReplying(thread: CommentThread): Replying {
  const { documentId, person } = useDocumentEditor();
  const drafts = useCommentDrafts(person.id, documentId);
  const unsent = drafts.get(replyKey(thread.id));
  const [replying, setReplying] = useWriting(drafts, replyKey(thread.id));
  const isResolved = thread.resolved !== null;
  const [begunResolved, setBegunResolved] = useState(unsent?.toResolved ?? isResolved);
  const kept = useMemo(() => ({ toResolved: begunResolved }), [begunResolved]);
  const reply = useThreadAction(async (words: { text: string; mentions: string[] }) => {
    await documentsEndpoints.threads.reply.call({ id: documentId, threadId: thread.id, ...words });
    drafts.send(replyKey(thread.id));
  });
  return {
    replying,
    setReplying: (next) => {
      setBegunResolved(isResolved);
      setReplying(next);
    },
    wasResolvedMeanwhile: isResolved && unsent?.toResolved === false,
    kept,
    isPending: reply.isPending,
    error: reply.error,
    send: (words) => reply.mutate(words),
  };
}

/** What a thread is about: its words, or what they were and where. */
function Subject({ thread }: { thread: CommentThread }): ReactElement | null {
  const { t } = useTranslation();
  const { comments } = useDocumentEditor();
  const { type, quote, gone, place } = thread.anchor;
  if (type === "document") return null;
  if (type === "proposal") return <ProposalSubject thread={thread} />;
  return (
    <>
      <button
        type="button"
        className={classes["quote"]}
        data-gone={gone}
        title={gone ? t("editor.comments.showPlace") : t("editor.comments.show")}
        onClick={() => comments.focus(thread.id)}
      >
        {quote === "" ? t("editor.comments.block") : <SeenWords text={quote} />}
      </button>
      {gone ? (
        <p className={classes["note"]}>
          {place && place.text !== ""
            ? t("editor.comments.goneFrom", { place: place.text })
            : t("editor.comments.goneFromStart")}
        </p>
      ) : (
        <>
          <WordsLeft thread={thread} />
          <WordsApart thread={thread} />
        </>
      )}
    </>
  );
}

/** The proposal that is discussed: what it proposed, and where that stands while it waits. */
function ProposalSubject({ thread }: { thread: CommentThread }): ReactElement {
  const { t } = useTranslation();
  const proposals = useListedProposals();
  const { quote, proposalId, decidedSeq } = thread.anchor;
  const proposal = decidedSeq === null ? proposals.list?.find(({ id }) => id === proposalId) : undefined;
  return (
    <>
      {proposal ? <p className={classes["about"]}>{kindWords(proposal.kind, proposal.subject, t)}</p> : null}
      <button
        type="button"
        className={classes["quote"]}
        title={decidedSeq === null ? t("editor.comments.show") : undefined}
        onClick={() => (decidedSeq === null ? proposals.setActive(proposalId) : undefined)}
      >
        {quote === "" ? t("editor.comments.block") : <SeenWords text={quote} />}
      </button>
      {decidedSeq === null ? null : <ProposalDecided anchor={thread.anchor} seq={decidedSeq} />}
    </>
  );
}

/** Whether the other side reads a thread, where two sides face each other and the reader may also speak among their own. */
function useIsShared({ audience }: CommentThread): boolean {
  const { comments, standing } = useDocumentEditor();
  return standing.otherSideAccepts && audience === "everyone" && comments.audiences.includes("internal");
}

/** Whether there is anything to say in the first line but what the thread is about. */
const hasSigns = ({ anchor, audience, opened, assignee }: CommentThread, beside: boolean): boolean =>
  anchor.type === "document" ||
  (anchor.type === "proposal" && !beside) ||
  audience !== "everyone" ||
  opened !== null ||
  assignee !== null;

/** Who sees it and who deals with it. Internal is said by a sign and a word, never by colour alone. */
function ThreadSigns(props: { thread: CommentThread; beside: boolean; isShared: boolean }): ReactElement {
  const { t } = useTranslation();
  const { thread, beside } = props;
  const { audience, assignee, opened, anchor } = thread;
  return (
    <span className={classes["signs"]}>
      {props.isShared ? (
        <Tooltip label={t("editor.comments.sharedNote")}>
          <span className={classes["sign"]} data-shared>
            <IconUsersGroup size={13} stroke={1.8} aria-hidden />
            {t("editor.comments.shared")}
          </span>
        </Tooltip>
      ) : null}
      {anchor.type === "document" ? (
        <span className={classes["sign"]}>{t("editor.comments.wholeDocument")}</span>
      ) : null}
      {anchor.type === "proposal" && !beside ? (
        <span className={classes["sign"]}>{t("editor.comments.onProposal")}</span>
      ) : null}
      {audience === "internal" ? (
        <Tooltip label={t("editor.comments.audienceNote.internal")}>
          <span className={classes["sign"]} data-internal>
            <IconLock size={13} stroke={1.8} aria-hidden />
            {t("editor.comments.audience.internal")}
          </span>
        </Tooltip>
      ) : null}
      {thread.circle ? <CircleSign circle={thread.circle} /> : null}
      {opened ? (
        <Tooltip label={t("editor.comments.openedBy", { name: opened.by.name })}>
          <span className={classes["sign"]}>
            <IconEye size={13} stroke={1.8} aria-hidden />
            {t("editor.comments.opened")}
          </span>
        </Tooltip>
      ) : null}
      {assignee ? (
        <span className={classes["sign"]}>
          <IconUserCheck size={13} stroke={1.8} aria-hidden />
          {t("editor.comments.assignedTo", { name: assignee.name })}
        </span>
      ) : null}
    </span>
  );
}

function ThreadTools(props: {
  thread: CommentThread;
  recorded: boolean;
  onRecord: (shown: boolean) => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const { documentId, person, comments } = useDocumentEditor();
  const confirm = useConfirm();
  const { thread } = props;
  const at = { id: documentId, threadId: thread.id };
  const update = useThreadAction((change: { resolved?: boolean; assigneeId?: string | null }) =>
    documentsEndpoints.threads.update.call({ ...at, ...change }),
  );
  const open = useThreadAction(() => documentsEndpoints.threads.open.call({ ...at, confirmed: true }));
  const people = usePeopleOfThread({ circleId: thread.circle?.id ?? null, enabled: comments.mayWrite });
  if (!comments.mayWrite) return null;
  const isResolved = thread.resolved !== null;
  const mayOpen = thread.audience === "internal" && (comments.isOwner || thread.comments[0]?.author.id === person.id);
  const resolveLabel = t(isResolved ? "editor.comments.reopen" : "editor.comments.resolve");
  return (
    <span className={classes["tools"]}>
      <Tooltip label={resolveLabel}>
        <ActionIcon
          aria-label={resolveLabel}
          aria-pressed={isResolved}
          loading={update.isPending}
          onClick={() => update.mutate({ resolved: !isResolved })}
        >
          <IconCheck size={17} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon aria-label={t("editor.comments.more")}>
            <IconDots size={17} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown className={classes["menu"] ?? ""}>
          {mayOpen ? (
            <Menu.Item
              leftSection={<IconEye size={16} stroke={1.6} />}
              onClick={() =>
                confirm({
                  title: t("editor.comments.openTitle"),
                  text: t("editor.comments.openText"),
                  action: t("editor.comments.openAction"),
                  onConfirm: () => open.mutate(undefined),
                })
              }
            >
              {t("editor.comments.openAction")}
            </Menu.Item>
          ) : null}
          {comments.isOwner ? (
            <Menu.Item
              leftSection={<IconHistory size={16} stroke={1.6} />}
              onClick={() => props.onRecord(!props.recorded)}
            >
              {t(props.recorded ? "editor.comments.hideRecord" : "editor.comments.showRecord")}
            </Menu.Item>
          ) : null}
          <Menu.Label>{t("editor.comments.assign")}</Menu.Label>
          {people.map(({ id, name }) => (
            <Menu.Item
              key={id}
              rightSection={thread.assignee?.id === id ? <IconCheck size={15} /> : null}
              onClick={() => update.mutate({ assigneeId: thread.assignee?.id === id ? null : id })}
            >
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
