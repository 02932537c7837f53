/**
 * Whom a thread reaches: the one place that says it, for queries, for news and for letters.
 *
 * Rules: a thread for everyone reaches whoever has access to the document. An internal one reaches colleagues, but not one who acts for
 * the counterparty on this document. One of a circle reaches the people of that circle and nobody else, not even the document's owner.
 * Access to the document is asked before: who has lost it reads nothing, whatever circle they are in, and reads again when it is back.
 */
import type { CircleId, DocumentId, Party, PersonId } from "@parley/base";
import type { ThreadAudience } from "@parley/documents";
import type { Fragment } from "postgres";
import type { LiveNews } from "../rooms/live-news.ts";
import type { Queries } from "../sharing/access-store.ts";

/** Who reads threads of a document, and for whom they act in it. */
export interface ThreadReader {
  readonly personId: PersonId;
  readonly isColleague: boolean;
  readonly party: Party;
}

/** Whom a thread is for; the circle is `null` where it is for none. */
export interface Reach {
  readonly audience: ThreadAudience;
  readonly circleId: CircleId | null;
}

/** Whether somebody reads what is internal: counsel among the colleagues does, whoever acts for the counterparty does not. */
export function readsInternal({ isColleague, party }: Pick<ThreadReader, "isColleague" | "party">): boolean {
  return isColleague && party !== "counterparty";
}

/** The same of a viewer in a query that has the party of the document's grant in a column. */
export function readsInternalThere(
  sql: Queries,
  { isColleague }: Pick<ThreadReader, "isColleague">,
  party: Fragment,
): Fragment {
  return isColleague ? sql`${party} <> 'counterparty'` : sql`false`;
}

/** The condition under which somebody who has access to its document reads the thread `t`. */
export function readableThread(
  sql: Queries,
  { personId, internal }: { readonly personId: PersonId; readonly internal: Fragment | boolean },
): Fragment {
  return sql`(
    t.audience = 'everyone'
    or (t.audience = 'internal' and ${internal})
    or t.circle_id in (select m.circle_id from documents.circle_member m where m.person_id = ${personId}))`;
}

/** Tells the pages of those who may see a thread that the comments have changed. `people` are those of its circle. */
export function tellReached(
  news: LiveNews,
  documentId: DocumentId,
  audience: ThreadAudience,
  people: readonly PersonId[],
): Promise<void> {
  const only = audience === "circle" ? { only: people } : {};
  return news.tell(documentId, { topic: "comments", internal: audience === "internal", ...only });
}
