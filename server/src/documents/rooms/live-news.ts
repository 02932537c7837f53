/** Tells open pages that something beside the text has changed: here at once, on other nodes by a notice of the database. */
import type { DocumentId, PersonId } from "@parley/base";
import type { NewsTopic } from "@parley/sync";
import type { Notices } from "../../platform/fan-out/notices.ts";
import type { Rooms } from "./rooms.ts";

export interface LiveNews {
  /**
   * Resolves when the pages here were told and the database has the notice for the others. `internal` news reach no guest and nobody who acts for the counterparty. A notice
   * that is lost is reported and costs time only: a page asks again whenever it connects.
   */
  tell(documentId: DocumentId, news: Omit<News, "documentId">): Promise<void>;
}

/** A notice may have some thousand bytes. */
const PEOPLE_PER_NOTICE = 100;

interface News {
  readonly documentId: DocumentId;
  readonly topic: NewsTopic;
  readonly internal: boolean;
  /** The only people whom it concerns; everybody when it is left out. */
  readonly only?: readonly PersonId[];
}

/** @param notices `null` when this node is the only one */
export function createLiveNews(
  rooms: Pick<Rooms, "find">,
  notices: Notices | null,
  onError: (error: unknown) => void,
): LiveNews {
  const here = ({ documentId, topic, internal, only }: News): void =>
    rooms
      .find(documentId)
      ?.room.tellNews(
        topic,
        (peer, party) =>
          (!internal || (!peer.guest && party !== "counterparty")) && (!only || only.includes(peer.personId)),
      );
  notices?.on("news", (payload) => here(payload as News));
  return {
    tell: async (documentId, about) => {
      const news: News = { documentId, ...about };
      here(news);
      for (const only of partsOf(about.only))
        await notices?.tell("news", only ? { ...news, only } : news).catch(onError);
    },
  };
}

/** People of one notice each; what is for everybody is one notice. */
function partsOf(only: readonly PersonId[] | undefined): readonly (readonly PersonId[] | undefined)[] {
  if (only === undefined) return [undefined];
  const count = Math.ceil(only.length / PEOPLE_PER_NOTICE);
  return Array.from({ length: count }, (_each, at) => only.slice(at * PEOPLE_PER_NOTICE, (at + 1) * PEOPLE_PER_NOTICE));
}
