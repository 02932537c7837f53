/** Bookmarks of the clauses that a document refers to: Word's cross-references name them. */
import { type DocumentContent, contentLabels, findReferences, visitParagraphs } from "@parley/document";

/** Where Word finds a clause. */
export interface ClauseBookmark {
  readonly name: string;
  /** Whether its number alone is what the reference reads. */
  readonly isNumberAlone: boolean;
}

/** Begins the names that are given here; `_` hides a bookmark in Word's own list. */
export const CLAUSE_BOOKMARK = "_Ref_";

export interface ClauseBookmarks {
  readonly of: (clause: string) => ClauseBookmark | null;
  /** The name to be given to a paragraph, by its place in reading order. */
  readonly at: (paragraph: number) => string | null;
}

/** Only numbered paragraphs have one: Word's reference to another has no number to show. */
export function bookmarkClauses(content: DocumentContent): ClauseBookmarks {
  const clauses = new Set(findReferences(content).flatMap(({ clause, label }) => (label === null ? [] : [clause])));
  const byClause = new Map<string, ClauseBookmark>();
  const byParagraph = new Map<number, string>();
  if (clauses.size > 0) {
    const labels = contentLabels(content);
    const numbered: boolean[] = [];
    visitParagraphs(content.blocks, ({ attributes }) => numbered.push(attributes?.["list"] === "number"));
    for (const clause of clauses) {
      const paragraph = labels.find(clause);
      if (paragraph === null || numbered[paragraph] !== true) continue;
      const { label, full } = labels.at(paragraph);
      const name = CLAUSE_BOOKMARK + (/^[A-Za-z][A-Za-z0-9]{0,29}$/.test(clause) ? clause : `0${byClause.size}`);
      byClause.set(clause, { name, isNumberAlone: label === full });
      byParagraph.set(paragraph, name);
    }
  }
  return { of: (clause) => byClause.get(clause) ?? null, at: (paragraph) => byParagraph.get(paragraph) ?? null };
}
