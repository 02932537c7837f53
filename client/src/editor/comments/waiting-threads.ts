import { type CommentThread, whyThreadWaits } from "@parley/documents";

/** How many open threads are assigned to a person, or name them and have not been answered by them. */
export function countWaitingThreads(threads: readonly CommentThread[], personId: string): number {
  return threads.filter(({ resolved, assignee, comments }) => {
    const why = whyThreadWaits(
      {
        isResolved: resolved !== null,
        assigneeId: assignee?.id ?? null,
        // What merely answers them they are told in their review, which knows what they have seen.
        proposerId: null,
        comments: comments
          .filter(({ deleted }) => deleted === null)
          .map(({ author, mentions, createdAt }) => ({
            authorId: author.id,
            mentions: mentions.map(({ id }) => id),
            atMs: Date.parse(createdAt),
          })),
      },
      personId,
      Number.NEGATIVE_INFINITY,
    );
    return why === "assigned" || why === "mentioned";
  }).length;
}
