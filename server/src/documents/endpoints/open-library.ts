import { type Clock, type Random } from "@parley/base";
import path from "node:path";
import type { Config } from "../../config.ts";
import type { InvitationSubjects, People } from "../../people/index.ts";
import type { EndpointTree } from "../../platform/http/endpoint.ts";
import type { Log } from "../../platform/log.ts";
import type { Mail } from "../../platform/mail/mail.ts";
import { createCommentTelling } from "../comments/comment-telling.ts";
import { type Circles, createCircles } from "../comments/circles.ts";
import { type Comments, createComments } from "../comments/comments.ts";
import { ThreadPlaces } from "../comments/thread-places.ts";
import type { Exchange } from "../library/exchange.ts";
import type { KindRegistry } from "../library/kinds.ts";
import type { Library } from "../library/library.ts";
import { createOriginSeal } from "../library/origin-seal.ts";
import { type NewDocuments, createNewDocuments } from "../library/new-documents.ts";
import type { MergeNotices } from "../merging/merge-notices.ts";
import type { LiveDocuments } from "../live.ts";
import { createPictureFolder } from "../pictures/picture-folder.ts";
import { createPictures } from "../pictures/pictures.ts";
import type { LiveProposals } from "../rooms/live-proposals.ts";
import type { LiveNews } from "../rooms/live-news.ts";
import type { Quarantines } from "../rooms/quarantine.ts";
import type { Rooms } from "../rooms/rooms.ts";
import type { RefusedAttempts } from "../refused/refused-attempts.ts";
import { type Reviews, createReviews } from "../review/reviews.ts";
import { createDocumentPolicies } from "../sharing/document-policy.ts";
import { createOwnership } from "../sharing/ownership.ts";
import { type Sharing, createSharing } from "../sharing/sharing.ts";
import { createTelling } from "../sharing/telling.ts";
import { createCircleEndpoints } from "./circle-endpoints.ts";
import { createCommentEndpoints } from "./comment-endpoints.ts";
import type { EndpointDeps } from "./deps.ts";
import { createReviewEndpoints } from "./review-endpoints.ts";
import { createFolderEndpoints } from "./folder-endpoints.ts";
import { createLibraryEndpoints } from "./library-endpoints.ts";
import { createMergeEndpoints } from "./merge-endpoints.ts";
import { createOwnershipEndpoints } from "./ownership-endpoints.ts";
import { createPictureEndpoints } from "./picture-endpoints.ts";
import { createProposalEndpoints } from "./proposal-endpoints.ts";
import { createQuarantineEndpoints } from "./quarantine-endpoints.ts";
import { createRefusedEndpoints } from "./refused-endpoints.ts";
import { createReadingEndpoints } from "./reading-endpoints.ts";
import { createShareEndpoints } from "./share-endpoints.ts";
import type { ContributedSteps } from "../story/contributed-steps.ts";
import type { LiveStory } from "../story/live-story.ts";
import type { LiveVersions } from "../versions/live-versions.ts";
import type { Traces } from "../trail/traces.ts";
import type { Restorations } from "../versions/restorations.ts";
import { createTimelineEndpoints, createWordEndpoint } from "./story-endpoints.ts";
import { createVersionEndpoints } from "./version-endpoints.ts";

/** The library at work, once there are rooms. */
export interface OpenLibrary {
  /** All endpoints of documents, in the shape of `documentsApi`. */
  readonly endpoints: EndpointTree;
  readonly sharing: Sharing;
  readonly newDocuments: NewDocuments;
  readonly reviews: Reviews;
  readonly comments: Comments;
  readonly circles: Circles;
  /** For `people.setInvitationSubjects`. */
  readonly subjects: InvitationSubjects;
}

/** Puts the library, the rooms and the exchange together. Starts nothing. */
export function openLibrary(deps: {
  readonly library: Library;
  readonly live: LiveDocuments;
  readonly proposals: LiveProposals;
  readonly rooms: Pick<Rooms, "read" | "acquire">;
  readonly news: LiveNews;
  readonly versions: LiveVersions;
  readonly restorations: Restorations;
  readonly merges: MergeNotices;
  readonly story: LiveStory;
  readonly contributed: Pick<ContributedSteps, "read">;
  readonly quarantines: Quarantines;
  readonly refused: RefusedAttempts;
  readonly traces: Traces;
  readonly exchange: Exchange;
  readonly people: People;
  readonly mail: Mail;
  readonly kinds: KindRegistry;
  readonly clock: Clock;
  /** Secrets of links come from it: in the product, the operating system's. */
  readonly random: Random;
  readonly log: Log;
  readonly config: Pick<Config, "publicUrl" | "dataDir" | "limits" | "secret">;
}): OpenLibrary {
  const { library, live, exchange, people, mail, kinds, clock, random, log, config } = deps;
  const pictures = createPictures({
    store: library.pictureRows,
    folder: createPictureFolder(path.join(config.dataDir, "pictures")),
    random,
    maxImageBytes: config.limits.maxImageBytes,
  });
  const { shares, documents, notices, owners } = library;
  const { publicUrl } = config;
  const telling = createTelling({ shares, documents, notices, people, mail, clock, log, publicUrl });
  const sharing = createSharing({ ...deps, shares, documents, telling, publicUrl });
  const ownership = createOwnership({ owners, people, live, telling, clock, random, log });
  const { comments, circles, reviews } = openDiscussion(deps, sharing);
  const { maxImportBytes } = config.limits;
  const originSeal = createOriginSeal(config.secret);
  const newDocuments = createNewDocuments({
    documents,
    pictures,
    live,
    exchange,
    kinds,
    originSeal,
    findAccess: library.findAccess,
    comments: library.comments,
    versions: deps.versions,
    clock,
    random,
    maxImportBytes,
  });
  const policies = createDocumentPolicies(library.findGrant, kinds);
  const endpoints = createDocumentEndpoints({
    ...deps,
    newDocuments,
    originSeal,
    pictures,
    sharing,
    ownership,
    policies,
    comments,
    circles,
    reviews,
  });
  const subjects = tracedSubjects(sharing.subjects, deps.traces);
  return { endpoints, sharing, newDocuments, reviews, comments, circles, subjects };
}

/** Whoever comes in by an invitation is noted. */
function tracedSubjects(subjects: InvitationSubjects, traces: Traces): InvitationSubjects {
  return {
    ...subjects,
    grant: async (documentId, personId, terms) => {
      await subjects.grant(documentId, personId, terms);
      traces.note({ what: "entered", documentId, personId });
    },
  };
}

/** Comments, and what is to be reviewed. */
function openDiscussion(
  deps: Parameters<typeof openLibrary>[0],
  sharing: Sharing,
): { comments: Comments; circles: Circles; reviews: Reviews } {
  const { library, rooms, proposals, story, news, people, mail, clock, random, log } = deps;
  const { publicUrl } = deps.config;
  const { comments: store, circles: circleStore, documents, findAccess, findViewer } = library;
  const comments = createComments({
    places: new ThreadPlaces(),
    store,
    circles: circleStore,
    rooms,
    proposals,
    story,
    sharing,
    telling: createCommentTelling({
      store,
      circles: circleStore,
      documents,
      people,
      findAccess,
      mail,
      clock,
      log,
      publicUrl,
    }),
    news,
    clock,
    random,
  });
  const reviews = createReviews({ ...deps, store: library.reviewRows, comments, findViewer });
  const circles = createCircles({ store: circleStore, people, findAccess, news, clock, random });
  return { comments, circles, reviews };
}

/** Every endpoint of `documentsApi`. */
export function createDocumentEndpoints(deps: EndpointDeps): EndpointTree {
  return {
    ...createLibraryEndpoints(deps),
    ...createReadingEndpoints(deps),
    shares: createShareEndpoints(deps),
    ownership: createOwnershipEndpoints(deps),
    images: createPictureEndpoints(deps),
    folders: createFolderEndpoints(deps),
    threads: createCommentEndpoints(deps),
    circles: createCircleEndpoints(deps),
    proposals: createProposalEndpoints(deps),
    versions: createVersionEndpoints(deps),
    merges: createMergeEndpoints(deps),
    review: createReviewEndpoints(deps),
    timeline: createTimelineEndpoints(deps),
    word: createWordEndpoint(deps),
    refused: createRefusedEndpoints(deps),
    quarantine: createQuarantineEndpoints(deps),
  };
}
