import { textWithSigns } from "@parley/document";
import { IconFileText, IconMessage } from "@tabler/icons-react";
import type { Me } from "@parley/people";
import type { QueryClient } from "@tanstack/react-query";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { isColleague } from "../../platform/me.ts";
import type { Found } from "../../platform/slice.ts";

const mostShown = 8;

/** Documents whose title or text contains the text, or a comment that one may read. */
export async function findDocuments(
  text: string,
  context: { me: Me; queryClient: QueryClient },
): Promise<readonly Found[]> {
  if (!isColleague(context.me)) return [];
  const input = { view: "all" as const, search: text, limit: mostShown };
  const answer = await context.queryClient.fetchQuery(documentsEndpoints.list.queryOptions({ input }));
  return answer.documents.map((card) => ({
    id: `document-${card.id}`,
    title: textWithSigns(card.title),
    detail: card.excerpt?.replace(/\p{Cc}/gu, "") ?? card.owner.name,
    icon: card.inThread ? IconMessage : IconFileText,
    to: `/documents/${card.id}${card.inThread ? `?panel=comments&thread=${card.inThread}` : ""}`,
  }));
}
