/** How kinds of blocks are called where something is told of them. */

/** What a change of blocks may be about, by its own name; cells that fill columns of their table are columns. */
export const blockSubjects = [
  "paragraph",
  "table",
  "tableRow",
  "tableColumn",
  "tableCell",
  "image",
  "horizontalRule",
  "pageBreak",
  "signatureBlock",
] as const;
export type BlockSubject = (typeof blockSubjects)[number];
