/**
 * Tells the other nodes that proposals became void, or wait again: a page of whoever made the change may be connected to another one, or
 * come back to it.
 *
 * A notice says which row it was; the words are read from the log there. One that is lost costs the note only: everybody finds what
 * became void under "Decided".
 */
import type { DocumentId, PersonId } from "@parley/base";
import type { IdRange } from "@parley/history";
import type { Notices } from "../../platform/fan-out/notices.ts";
import { decisionIn } from "../rooms/decided-outcomes.ts";
import type { Rooms } from "../rooms/rooms.ts";
import type { VoidNews } from "../rooms/void-proposals.ts";
import type { StoryStore } from "../story/story-store.ts";
import type { Following } from "./following.ts";

/** Of more than so many ranges none are sent: a notice is small, and without them undoing is not offered. */
const MOST_RANGES = 100;

type Notice = { readonly documentId: DocumentId; readonly by: PersonId } & (
  | { readonly seq: number; readonly gone: readonly (readonly IdRange[])[] }
  | { readonly voidedBy: number }
);

export interface VoidRelay {
  /** Resolves when the database has the notice. One that cannot be told is reported. */
  tell(documentId: DocumentId, news: VoidNews): Promise<void>;
}

/** @param notices `null` when this node is the only one */
export function createVoidRelay(
  notices: Notices | null,
  parts: {
    readonly rooms: Pick<Rooms, "find">;
    readonly store: Pick<StoryStore, "readFacts">;
    readonly following: Pick<Following, "voidCame">;
    readonly onError: (error: unknown) => void;
  },
): VoidRelay {
  const hear = async (notice: Notice): Promise<void> => {
    // Nobody follows a document that is not open here, and who opens it later is told the whole.
    const open = parts.rooms.find(notice.documentId);
    if (!open) return;
    if ("voidedBy" in notice) return parts.following.voidCame(open, { by: notice.by, voidedBy: notice.voidedBy });
    const row = (await parts.store.readFacts(notice.documentId, [notice.seq])).get(notice.seq);
    const facts = row?.statement ? decisionIn(row.statement) : undefined;
    if (!facts) return;
    const kept = facts.proposals.map((each, index) => ({ ...each, gone: notice.gone[index] ?? [] }));
    parts.following.voidCame(open, { by: notice.by, seq: notice.seq, kept });
  };
  notices?.on("void", (payload) => void hear(payload as Notice).catch(parts.onError));
  return {
    tell: async (documentId, news) => {
      await notices?.tell("void", noticeOf(documentId, news)).catch(parts.onError);
    },
  };
}

function noticeOf(documentId: DocumentId, news: VoidNews): Notice {
  if ("voidedBy" in news) return { documentId, by: news.by, voidedBy: news.voidedBy };
  const gone = news.kept.map((each) => each.gone);
  return { documentId, by: news.by, seq: news.seq, gone: gone.flat().length > MOST_RANGES ? [] : gone };
}
