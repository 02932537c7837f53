/** The comment in which a Markdown file says something of itself: a reader shows nothing of it, and an import passes over it. */

/** The lines as one comment. */
export function noticeComment(lines: readonly string[]): string {
  return `<!-- notice: ${lines
    .join(" ")
    .replaceAll(/-(?=-)/gu, "- ")
    .replaceAll(/[<>]/gu, "")} -->`;
}

/** Whether a comment is such a one. */
export const isNoticeComment = (source: string): boolean => /^<!--\s*notice:[^<>]*-->$/u.test(source);
