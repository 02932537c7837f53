import { Button } from "@mantine/core";
import type { CommentThread } from "@parley/documents";
import { IconMessage2, IconMessagePlus } from "@tabler/icons-react";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { NewThread } from "../comments/new-thread.tsx";
import { ThreadCard } from "../comments/thread-card.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";

/** How much is said in discussions; what was deleted does not count. */
function countComments(threads: readonly CommentThread[]): number {
  return threads.flatMap(({ comments }) => comments).filter(({ deleted }) => deleted === null).length;
}

/** Opens and closes a discussion, and says how much is in it. */
export function DiscussButton(props: {
  threads: readonly CommentThread[];
  opened: boolean;
  onToggle: () => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const { comments } = useDocumentEditor();
  const count = countComments(props.threads);
  if (count === 0 && !comments.mayWrite) return null;
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      aria-expanded={props.opened}
      leftSection={<IconMessage2 size={14} />}
      onClick={props.onToggle}
    >
      {count === 0 ? t("editor.changes.discuss") : t("editor.changes.discussion", { count })}
    </Button>
  );
}

/** The discussions of a proposal. While it waits another can be begun, for everybody, among colleagues or in a circle. */
export function ProposalDiscussion(props: {
  threads: readonly CommentThread[];
  /** The proposal, while it waits. */
  proposalId: string | null;
}): ReactElement {
  const { t } = useTranslation();
  const { comments } = useDocumentEditor();
  const { threads, proposalId } = props;
  const mayBegin = proposalId !== null && comments.mayWrite;
  const [writing, setWriting] = useState(mayBegin && threads.length === 0);
  return (
    <div className={classes["discussion"]}>
      {threads.length === 0 ? null : (
        <ul className={classes["threads"]}>
          {threads.map((thread) => (
            <ThreadCard key={thread.id} thread={thread} beside />
          ))}
        </ul>
      )}
      {writing && proposalId !== null ? (
        <NewThread
          draft={{ anchor: { type: "proposal", proposal: proposalId }, quote: "" }}
          onEnd={() => setWriting(false)}
        />
      ) : mayBegin && comments.audiences.length + comments.circles.length > 1 ? (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconMessagePlus size={14} />}
          onClick={() => setWriting(true)}
        >
          {t("editor.changes.anotherDiscussion")}
        </Button>
      ) : null}
    </div>
  );
}
