import type { Clock, Random } from "@parley/base";
import type { Config } from "../../config.ts";
import type { People } from "../../people/index.ts";
import type { Comments } from "../comments/comments.ts";
import type { Exchange } from "../library/exchange.ts";
import type { KindRegistry } from "../library/kinds.ts";
import type { Library } from "../library/library.ts";
import type { OriginSeal } from "../library/origin-seal.ts";
import type { MergeNotices } from "../merging/merge-notices.ts";
import type { NewDocuments } from "../library/new-documents.ts";
import type { LiveDocuments } from "../live.ts";
import type { Pictures } from "../pictures/pictures.ts";
import type { LiveNews } from "../rooms/live-news.ts";
import type { LiveProposals } from "../rooms/live-proposals.ts";
import type { Quarantines } from "../rooms/quarantine.ts";
import type { DocumentPolicies } from "../sharing/document-policy.ts";
import type { Reviews } from "../review/reviews.ts";
import type { LiveStory } from "../story/live-story.ts";
import type { LiveVersions } from "../versions/live-versions.ts";
import type { Restorations } from "../versions/restorations.ts";
import type { Ownership } from "../sharing/ownership.ts";
import type { Sharing } from "../sharing/sharing.ts";

/** What the endpoints of documents work with. */
export interface EndpointDeps {
  readonly library: Library;
  readonly newDocuments: NewDocuments;
  readonly originSeal: Pick<OriginSeal, "seal">;
  readonly pictures: Pictures;
  readonly sharing: Sharing;
  readonly ownership: Ownership;
  readonly policies: DocumentPolicies;
  readonly live: LiveDocuments;
  readonly proposals: LiveProposals;
  readonly comments: Comments;
  readonly merges: MergeNotices;
  readonly news: LiveNews;
  readonly versions: LiveVersions;
  readonly restorations: Restorations;
  readonly reviews: Reviews;
  readonly story: LiveStory;
  readonly quarantines: Quarantines;
  readonly exchange: Exchange;
  readonly people: People;
  readonly kinds: KindRegistry;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: Pick<Config, "publicUrl" | "limits">;
}
