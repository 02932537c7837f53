/**
 * The documents slice: the library, sharing, pictures, import and export, and the live rooms behind `/sync`.
 * Everything that other slices may use is exported here.
 */
import type { Clock, DocumentId, PersonId, Random } from "@parley/base";
import type { Hono } from "hono";
import type { Registry } from "prom-client";
import type { Config } from "../config.ts";
import type { InvitationSubjects, People } from "../people/index.ts";
import { clientAddress } from "../platform/http/client-address.ts";
import type { Nodes } from "../platform/fan-out/nodes.ts";
import type { Log } from "../platform/log.ts";
import type { Mail } from "../platform/mail/mail.ts";
import type { Database } from "../platform/postgres/database.ts";
import type { Slice } from "../platform/slice.ts";
import { openLibrary } from "./endpoints/open-library.ts";
import { type VoidRelay, createVoidRelay } from "./following/void-relay.ts";
import { type Following, type FollowingDeps, createFollowing } from "./following/following.ts";
import { type FrozenStore, createFrozenStore } from "./frozen/frozen-store.ts";
import { type FrozenDocuments, createFrozenDocuments } from "./frozen/frozen-documents.ts";
import { createReadStandings } from "./frozen/standings.ts";
import { exchange } from "./exchange/exchange.ts";
import { type DocumentKind, createKinds } from "./library/kinds.ts";
import { type Library, createLibrary } from "./library/library.ts";
import type { FindAccess } from "./access.ts";
import type { LiveDocuments } from "./live.ts";
import { documentMigrations } from "./migrations.ts";
import { countEvents, measureRooms } from "./measuring.ts";
import { type WordsListener, createWordsNoter } from "./mentions/note-words.ts";
import { createMergeNotices } from "./merging/merge-notices.ts";
import { createAttemptStore } from "./refused/attempt-store.ts";
import { type RefusedAttempts, createRefusedAttempts } from "./refused/refused-attempts.ts";
import { type RefusedRequests, createRefusedRequests } from "./refused/refused-requests.ts";
import type { Comments } from "./comments/comments.ts";
import { createAppender } from "./rooms/appender.ts";
import { createNeighbours } from "./rooms/fan-out-neighbours.ts";
import { createLiveDocuments } from "./rooms/live-documents.ts";
import { createLiveNews } from "./rooms/live-news.ts";
import { type LiveProposals, createLiveProposals } from "./rooms/live-proposals.ts";
import { type LogStore, createLogStore } from "./rooms/log-store.ts";
import { noNeighbours } from "./rooms/neighbours.ts";
import type { OpenRoom } from "./rooms/open-room.ts";
import { createQuarantines } from "./rooms/quarantine.ts";
import { Rooms, type RoomsParts } from "./rooms/rooms.ts";
import { type SocketAccess, createSocketAccess } from "./rooms/socket-access.ts";
import { mountSyncSocket } from "./rooms/sync-socket.ts";
import type { VoidNews } from "./rooms/void-proposals.ts";
import { type StepProvider, createContributedSteps } from "./story/contributed-steps.ts";
import { type LiveStory, createLiveStory } from "./story/live-story.ts";
import { createStoryStore } from "./story/story-store.ts";
import { type LiveVersions, type LiveVersionsParts, createLiveVersions } from "./versions/live-versions.ts";
import { type Restorations, type RestorationsParts, createRestorations } from "./versions/restorations.ts";
import { type DocumentTrail, createDocumentTrail } from "./trail/document-trail.ts";
import { type Traces, createTraces } from "./trail/traces.ts";
import { createVersionStore } from "./versions/version-store.ts";
import { VersionProcess } from "./versions/version-process.ts";
import { type NegotiatedDocuments, createNegotiatedDocuments } from "./negotiated/negotiated-documents.ts";
import { type Comers, createComers } from "./sharing/comers.ts";
import type { ShareStore } from "./sharing/share-store.ts";
import { watchExpiries } from "./sharing/watch-expiries.ts";

export type { WordsListener } from "./mentions/note-words.ts";
export type { Access, FindAccess } from "./access.ts";
export type { NegotiatedDocuments, PlacedProposal } from "./negotiated/negotiated-documents.ts";
export type { FrozenDocument, FrozenEnd } from "./frozen/frozen-store.ts";
export type { FrozenDocuments } from "./frozen/frozen-documents.ts";
export type { DocumentKind } from "./library/kinds.ts";
export type {
  Authorship,
  AuthoredSpan,
  CarriedCopy,
  CarriedPreview,
  CopySource,
  LiveDocuments,
  LogRow,
  MadeEdit,
  SealedText,
} from "./live.ts";
export type { Completion, NewDocuments } from "./library/new-documents.ts";
export type { StepProvider } from "./story/contributed-steps.ts";
export type { Sharing } from "./sharing/sharing.ts";
export type { DocumentTrail, DocumentTrailEntry, TrailPart } from "./trail/document-trail.ts";
export type { Trace } from "./trail/traces.ts";

export interface DocumentsParts {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Registry;
  readonly people: People;
  readonly mail: Mail;
  /** The other nodes on the database; `null` when this is the only one. */
  readonly nodes: Nodes | null;
  /** Kinds that other slices bring, beside the plain note. */
  readonly kinds: readonly DocumentKind[];
}

export interface Documents {
  readonly slice: Slice;
  readonly live: LiveDocuments;
  /** What documents say, agreed or as proposed. */
  readonly texts: Pick<LiveProposals, "readForFile">;
  readonly library: ReturnType<typeof openLibrary>;
  readonly frozen: FrozenDocuments;
  /** `null` for a document that there is not, or that is in the trash. */
  readonly findTitle: (documentId: DocumentId) => Promise<string | null>;
  /** Lets a slice tell what follows for words from where they stand. @returns what ends it */
  readonly onStory: (provider: StepProvider) => () => void;
  /** Calls `listener` when words of a document have changed and typing pauses, with who changed them last. @returns what ends it */
  readonly onWords: (listener: WordsListener) => () => void;
  /** Calls `listener` when a guest has come in by an invitation. @returns what ends it */
  readonly onComers: Comers["onComers"];
  /** Tells the open pages of a document that something beside its text has changed, so that they ask for it again. */
  readonly tellPages: (documentId: DocumentId) => Promise<void>;
  readonly negotiated: NegotiatedDocuments;
  readonly findAccess: FindAccess;
  /** What happened in a document, and who did what with it. */
  readonly trail: DocumentTrail;
  /** The open documents, for health checks and for tests that break lines. */
  readonly rooms: Rooms;
}

/** Puts the slice together. Nothing runs before its `start`. */
export function createDocuments(parts: DocumentsParts): Documents {
  const { database, clock, random, log, people, nodes } = parts;
  const library = createLibrary({ sql: database.sql, people, clock });
  const { refused, requests } = openTrail(parts, library);
  const traces = createTraces();
  const store = createLogStore(database.sql);
  const kinds = createKinds(parts.kinds);
  const frozenStore = createFrozenStore(database.sql);
  let following: RelayedFollowing | null = null;
  const rooms = openRooms(parts, store, {
    readStandings: createReadStandings(frozenStore, kinds),
    onEvent: eventTeller(parts, refused),
    onWords: (documentId, change) => noteWords(documentId, change),
    onDamage: (documentId, damage, metBy) => merges.note(documentId, damage, metBy),
    onVoid: (open, news) => tellVoid(open, news, { following, comments: opened.comments }),
    onRow: (open, nature) => following?.rowCame(open, nature),
    onFollow: (open, peer, topic) => following?.begin(open, peer, topic),
  });
  const sockets = createSocketAccess(rooms, library.findAccess, nodes?.notices ?? null, reportTo(log));
  const live = createLiveDocuments({ rooms, store, sockets, random });
  const proposals = createLiveProposals(rooms, store);
  const news = createLiveNews(rooms, nodes?.notices ?? null, reportTo(log, "Other nodes could not be told of news"));
  const reader = new VersionProcess({ store, clock, log });
  const { versions, restorations, story } = openPast(parts, { rooms, reader, log: store, proposals }, library);
  const merges = createMergeNotices({ sql: database.sql, log: store, rooms, news, clock, random });
  const contributed = createContributedSteps();
  following = openFollowing(parts, { rooms, proposals, store, story });
  const shared = { library, live, proposals, rooms, news, versions, restorations, merges, story, contributed };
  const quarantines = createQuarantines(store, rooms);
  const opened = openLibrary({ ...parts, ...shared, quarantines, refused, traces, exchange, kinds });
  const frozen = openFrozen(parts, frozenStore, rooms);
  const { noteWords, onWords } = createWordsNoter(parts, library, opened.reviews);
  const comers = createComers();
  let stopping: (() => Promise<void> | void)[] = [];
  return {
    live,
    texts: proposals,
    library: opened,
    frozen,
    ...lookUps(library),
    onWords,
    onComers: comers.onComers,
    tellPages: (documentId) => news.tell(documentId, { topic: "card", internal: false }),
    negotiated: createNegotiatedDocuments({ ...library, ...opened, rooms, proposals, random }),
    onStory: (provider) => contributed.add(provider),
    trail: createDocumentTrail({ sql: database.sql, library, story, refused, traces }),
    rooms,
    slice: {
      name: "documents",
      migrations: documentMigrations,
      endpoints: opened.endpoints,
      onRefused: (request) => requests.note(request),
      mount: (app) => mountSockets(app, parts, { rooms, library, story, refused, requests, traces }),
      start: async () => {
        await begin(parts, { subjects: comers.heard(opened.subjects), opened, library });
        stopping = watchAccess(parts, sockets, library.shares);
      },
      stop: () => stopAll(stopping, [reader, rooms, refused, nodes?.notices]),
    },
  };
}

async function begin(
  { nodes, people }: DocumentsParts,
  {
    subjects,
    opened,
    library,
  }: { subjects: InvitationSubjects; opened: ReturnType<typeof openLibrary>; library: Library },
): Promise<void> {
  await nodes?.notices.start();
  people.setInvitationSubjects(subjects);
  await Promise.all([opened.newDocuments.tidy(), library.comments.makeFindable()]);
}

async function stopAll(
  first: readonly (() => Promise<void> | void)[],
  then: readonly ({ stop(): Promise<void> | void } | undefined)[],
): Promise<void> {
  for (const stop of first) await stop();
  for (const part of then) await part?.stop();
}

function lookUps({ findAccess, documents }: Library): Pick<Documents, "findAccess" | "findTitle"> {
  return { findAccess, findTitle: (documentId) => documents.findTitle(documentId) };
}

/** The rooms of this server; `told` hears of what happens in them. */
function openRooms(
  { config, database, clock, random, log, nodes, metrics }: DocumentsParts,
  store: LogStore,
  told: Pick<RoomsParts, "readStandings" | "onEvent" | "onWords" | "onRow" | "onFollow" | "onDamage" | "onVoid">,
): Rooms {
  const rooms = new Rooms({
    store,
    // One connection of its own keeps the order of appends, and a slow query elsewhere never holds up the log.
    appender: createAppender(database.openClient({ max: 1, name: "parley log" })),
    neighbours: nodes === null ? noNeighbours : createNeighbours(nodes.fanOut, { clock, log }),
    clock,
    random,
    log,
    limits: config.sync,
    ...told,
  });
  measureRooms(metrics, rooms);
  return rooms;
}

/** Where what was tried and refused is kept. */
interface Trail {
  readonly refused: RefusedAttempts;
  readonly requests: RefusedRequests;
}

function openTrail({ database, clock, log }: DocumentsParts, library: Library): Trail {
  const refused = createRefusedAttempts({ store: createAttemptStore(database.sql), clock, log });
  return { refused, requests: createRefusedRequests({ refused, library }) };
}

/** What happens in rooms is counted; what was tried there and refused comes into the document's trail, too. */
function eventTeller({ metrics }: DocumentsParts, refused: RefusedAttempts): RoomsParts["onEvent"] {
  const count = countEvents(metrics);
  return (event, documentId) => {
    count(event);
    if (event.type !== "refused") return;
    const { type: _type, ...attempt } = event;
    refused.note({ documentId, ...attempt });
  };
}

/** Tells whoever made it, wherever their pages are connected, and lets the discussions go along. */
async function tellVoid(
  open: OpenRoom,
  news: VoidNews,
  told: {
    readonly following: RelayedFollowing | null;
    readonly comments: Pick<Comments, "followVoid">;
  },
): Promise<void> {
  told.following?.voidCame(open, news);
  await told.following?.relay.tell(open.documentId, news);
  await told.comments.followVoid(open.documentId, news);
}

/** What pages here follow, and how other nodes hear of what concerns their pages. */
interface RelayedFollowing extends Following {
  readonly relay: VoidRelay;
}

function openFollowing(
  { database, people, clock, log, nodes }: DocumentsParts,
  shared: Pick<FollowingDeps, "proposals" | "store" | "story"> & { readonly rooms: Rooms },
): RelayedFollowing {
  const onError = reportTo(log, "Pages could not be told what they follow");
  const following = createFollowing({ ...shared, people, clock, onError });
  const relay = createVoidRelay(nodes?.notices ?? null, {
    rooms: shared.rooms,
    store: createStoryStore(database.sql),
    following,
    onError: reportTo(log, "Other nodes could not be told of void proposals"),
  });
  return { ...following, relay };
}

function openFrozen({ nodes, clock, log }: DocumentsParts, store: FrozenStore, rooms: Rooms): FrozenDocuments {
  const onError = reportTo(log, "How a document stands could not be told");
  return createFrozenDocuments({ store, rooms, notices: nodes?.notices ?? null, clock, onError });
}

/** What a document was: its versions, and the story of its words. */
function openPast(
  parts: DocumentsParts,
  shared: Omit<Parameters<typeof openVersions>[1], "findTimeZone">,
  library: Library,
): ReturnType<typeof openVersions> & { readonly story: LiveStory } {
  const findTimeZone = (): Promise<string> => parts.people.findTimeZone();
  const { rooms, proposals } = shared;
  const story = createLiveStory({
    rooms,
    store: createStoryStore(parts.database.sql),
    proposals,
    library,
    findTimeZone,
  });
  return { ...openVersions(parts, { ...shared, findTimeZone }), story };
}

function openVersions(
  { database, clock, random }: DocumentsParts,
  shared: Pick<LiveVersionsParts, "rooms" | "reader" | "log" | "findTimeZone"> &
    Pick<RestorationsParts, "log" | "proposals">,
): { versions: LiveVersions; restorations: Restorations } {
  const versions = createLiveVersions({ ...shared, store: createVersionStore(database.sql), clock, random });
  return {
    versions,
    restorations: createRestorations({
      ...shared,
      describe: (documentId, seqs) => versions.describe(documentId, seqs, null),
    }),
  };
}

/** Puts the socket of documents into the server. */
function mountSockets(
  app: Hono,
  parts: DocumentsParts,
  {
    rooms,
    library,
    story,
    refused,
    requests,
    traces,
  }: Trail & {
    readonly rooms: Rooms;
    readonly library: Library;
    readonly story: LiveStory;
    readonly traces: Traces;
  },
): void {
  const { config, people, clock, random, log } = parts;
  mountSyncSocket(app, {
    rooms,
    findCaller: people.findCallerForSocket,
    findAccess: library.findAccess,
    readSince: (documentId, reader) => story.readSince(documentId, reader),
    noteStranger: (documentId, personId) => requests.noteStranger(documentId, personId),
    noteUnread: (documentId, { room, peer, unread }) => {
      const there = room.peers().find((each) => each.peer === peer);
      if (!there) return;
      const { personId, connectionId } = peer;
      const { role, party } = there;
      log.warn({ documentId, personId, ...unread }, "A message was refused before it was read");
      // What cannot be read may have been to change something, which a message beyond the limit need not.
      const act = unread.code === "malformed" ? "update" : "message";
      refused.note({ documentId, personId, role, party, connectionId, act, ...unread });
    },
    findOrganisation: async (personId) => (await people.findPerson(personId))?.organisation ?? null,
    addressOf: (context) => clientAddress(context, config.http.trustedProxyCount),
    isOurOrigin: (origin, request) => isOurOrigin(origin, request, config.publicUrl),
    noteOpened: async (documentId: DocumentId, personId: PersonId) => {
      await library.documents.noteOpened(documentId, personId, clock.nowMs());
      await library.reviewRows.beginSeeing(documentId, personId, clock.nowMs());
      traces.note({ what: "opened", documentId, personId });
    },
    clock,
    random,
    log,
    maxConnectionsPerDocument: config.sync.maxConnectionsPerDocument,
    maxConnectionsPerPerson: config.sync.maxConnectionsPerPerson,
  });
}

const reportTo =
  (log: Log, what = "Access could not be asked again") =>
  (error: unknown): void =>
    log.error({ err: error }, what);

/** Keeps open sockets true to what their people may do. Returns what ends it. */
function watchAccess(
  { people, clock, log, nodes }: DocumentsParts,
  sockets: SocketAccess,
  shares: Pick<ShareStore, "listExpired">,
): (() => Promise<void> | void)[] {
  const report = reportTo(log);
  return [
    watchExpiries({
      shares,
      // Every node looks for itself.
      live: { accessChanged: (documentId) => sockets.accessChangedHere(documentId) },
      clock,
      onError: reportTo(log, "Ended shares could not be looked for"),
    }),
    people.onCredentialEnded(({ credentialId }) => void sockets.credentialEnded(credentialId).catch(report)),
    people.onAccessChanged(({ personIds }) => void sockets.peopleChanged(personIds).catch(report)),
    nodes?.fanOut.onNodeGone(() => void sockets.nodeGone().catch(report)) ?? (() => undefined),
  ];
}

/** A page of ours: the public address, or the host the browser was talking to. */
function isOurOrigin(origin: string, request: Request, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  return origin === new URL(publicUrl).origin || new URL(origin).host === request.headers.get("host");
}
