/**
 * Tells open pages what they follow: who wrote what, and what waits for a decision.
 *
 * Duty: to whoever begins to follow, the whole; to everybody who does, what has changed, a moment after the rows that changed it.
 * Invariants:
 * - Only what is durable is told, and only to those who follow it.
 * - The tellings of one document follow one another, so that nobody is told something older than what they know.
 * - A document that nobody follows costs nothing; one without proposals reads none.
 * - However often somebody says that they follow a topic, of these wishes one waits.
 */
import type { Clock, EpochMs, PersonId } from "@parley/base";
import { type DocumentProposal, proposalNews } from "@parley/documents";
import { hasCopiesBetween, knownSince } from "@parley/history";
import { hasNothingProposed } from "@parley/proposals";
import type { FollowedTopic, Peer, Room } from "@parley/sync";
import { answerProposals } from "../endpoints/proposal-endpoints.ts";
import type { LiveProposals } from "../rooms/live-proposals.ts";
import type { OpenRoom, RowNature } from "../rooms/open-room.ts";
import type { ToldVoid } from "../rooms/void-proposals.ts";
import type { Rooms } from "../rooms/rooms.ts";
import { type AttributionAnswerDeps, answerAttribution, isCopy, namesFirstRow } from "./attribution-answer.ts";
import { concernsVoid, presentVoidsTo } from "./void-answer.ts";

/** Rows within this time are told together. */
const GATHER_MS = 250;
/** Between two tellings of a document lies at least this many times what the last one took, within a bound. */
const REST_FACTOR = 5;
const LONGEST_REST_MS = 2_000;
/** So many news of what became void wait so long for a page of whoever made it, or had proposed it. */
const MOST_VOIDS = 100;
const VOID_WAITS_MS = 60_000;

export interface FollowingDeps extends AttributionAnswerDeps {
  readonly rooms: Pick<Rooms, "read">;
  readonly proposals: LiveProposals;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

export interface Following {
  /** A connection begins to follow a topic. */
  begin(open: OpenRoom, peer: Peer, topic: FollowedTopic): void;
  /** A row became durable. */
  rowCame(open: OpenRoom, nature: RowNature): void;
  /** Proposals became void, or wait again: whoever made the change is told, on the pages that follow them. */
  voidCame(open: OpenRoom, news: ToldVoid): void;
}

export function createFollowing(deps: FollowingDeps): Following {
  const followings = new WeakMap<Room, RoomFollowing>();
  const of = (open: OpenRoom): RoomFollowing => {
    let following = followings.get(open.room);
    if (!following) followings.set(open.room, (following = new RoomFollowing(deps, open)));
    return following;
  };
  return {
    begin: (open, peer, topic) => of(open).begin(peer, topic),
    rowCame: (open, nature) => followings.get(open.room)?.rowCame(nature),
    voidCame: (open, news) => of(open).voidCame(news),
  };
}

interface KnownProposals {
  readonly seq: number;
  readonly list: readonly DocumentProposal[];
}

class RoomFollowing {
  readonly #deps: FollowingDeps;
  readonly #open: OpenRoom;
  #queue: Promise<void> = Promise.resolve();
  #planned = false;
  #tookMs = 0;
  /** The last row up to which those who follow the attribution have been told. */
  #attributionSeq = 0;
  /** The last row up to which it is known whether anything was moved. */
  #placesSeq: number;
  /** What those who follow the proposals know, and as of which row; `null` before anybody did. */
  #proposals: KnownProposals | null = null;
  #mayHaveProposed = false;
  /** What became void, or waits again, a moment ago, and who has been told of it. */
  #voids: readonly { readonly news: ToldVoid; readonly atMs: EpochMs; readonly told: Set<PersonId> }[] = [];
  /** Whether it was made from another document; `null` before anybody followed who wrote what. */
  #isCopy: boolean | null = null;
  /** Up to which row guests know nothing, which stays so for as long as they are connected. */
  readonly #since = new WeakMap<Peer, Promise<number | null>>();
  readonly #knowing = peersByTopic();
  /** Whose wish to be told the whole is not being answered yet. */
  readonly #waiting = peersByTopic();

  constructor(deps: FollowingDeps, open: OpenRoom) {
    this.#deps = deps;
    this.#open = open;
    this.#placesSeq = open.document.seq;
  }

  begin(peer: Peer, topic: FollowedTopic): void {
    this.#knowing[topic].delete(peer);
    const waiting = this.#waiting[topic];
    // What waits to be answered answers this wish, too.
    if (waiting.has(peer)) return;
    waiting.add(peer);
    this.#enqueue(
      async () => {
        await (topic === "proposals" ? this.#beginProposals(peer) : this.#beginAttribution(peer));
        this.#knowing[topic].add(peer);
        if (topic === "proposals") await this.#tellVoids();
      },
      () => waiting.delete(peer),
    );
  }

  /** Who follows a topic and has been told the whole of it. */
  #followers(topic: FollowedTopic): Peer[] {
    return this.#open.room.followers(topic).filter((peer) => this.#knowing[topic].has(peer));
  }

  rowCame({ mayPropose }: RowNature): void {
    if (mayPropose) this.#mayHaveProposed = true;
    this.#plan();
  }

  voidCame(news: ToldVoid): void {
    this.#voids = [...this.#voids.slice(1 - MOST_VOIDS), { news, atMs: this.#deps.clock.nowMs(), told: new Set() }];
    this.#plan();
  }

  #plan(): void {
    if (this.#planned || this.#isIdle) return;
    this.#planned = true;
    this.#deps.clock.schedule(
      () => {
        this.#planned = false;
        this.#enqueue(() => this.#tellNews());
      },
      Math.max(GATHER_MS, Math.min(LONGEST_REST_MS, this.#tookMs * REST_FACTOR)),
    );
  }

  get #isIdle(): boolean {
    const { room } = this.#open;
    return room.followers("proposals").length + room.followers("attribution").length === 0;
  }

  /** `begins` is called when its turn has come, whether anybody is still to be told or not. */
  #enqueue(tell: () => Promise<void>, begins: () => void = () => undefined): void {
    this.#queue = this.#queue
      .then(async () => {
        begins();
        // Whoever asked may be gone by now, and the room with them.
        if (this.#isIdle) return;
        const startedMs = this.#deps.clock.nowMs();
        await tell();
        this.#tookMs = this.#deps.clock.nowMs() - startedMs;
      })
      // A page that is told nothing shows what it knew; it is told the whole when it comes again.
      .catch(this.#deps.onError);
  }

  async #tellNews(): Promise<void> {
    await this.#tellPlaces();
    await this.#tellProposals();
    await this.#tellVoids();
    await this.#tellAttribution();
  }

  /** [VD4] Who made it is told, and whoever had proposed it; the others find it under "Decided". That something waits again is told to all. */
  async #tellVoids(): Promise<void> {
    const { list = [], seq = 0 } = this.#proposals ?? {};
    this.#voids = this.#voids.filter(({ atMs }) => atMs > this.#deps.clock.nowMs() - VOID_WAITS_MS);
    // A page that comes back sends what it has before it follows anything.
    for (const personId of new Set(this.#followers("proposals").map((peer) => peer.personId))) {
      const fresh = this.#voids.filter(({ news, told }) => !told.has(personId) && concernsVoid(news, personId));
      for (const { told } of fresh) told.add(personId);
      if (fresh.length === 0) continue;
      const news = fresh.map((each) => each.news);
      const body = { ...proposalNews(list, list), ...(await presentVoidsTo(this.#deps.people, personId, news)) };
      const peers = this.#followers("proposals").filter((peer) => peer.personId === personId);
      this.#open.room.tell(peers, { topic: "proposals", seq, whole: false, body: jsonBytes(body) });
    }
  }

  /** Words that were moved, or came back, may be some that were commented. That they came back tells whoever did not know them that they had been there. */
  async #tellPlaces(): Promise<void> {
    const { document, room } = this.#open;
    const { seq } = document;
    const replica = document.versioned();
    const after = this.#placesSeq;
    this.#placesSeq = seq;
    if (seq === after || (replica !== null && !hasCopiesBetween(replica, after, seq))) return;
    const concerned = new Set<Peer>();
    for (const peer of room.followers("proposals")) {
      const since = await this.#sinceOf(peer);
      if (replica === null || hasCopiesBetween(knownSince(replica, since), after, seq)) concerned.add(peer);
    }
    room.tellNews("places", (peer) => concerned.has(peer));
  }

  async #beginProposals(peer: Peer): Promise<void> {
    if (this.#followers("proposals").length === 0) this.#proposals = await this.#listProposals();
    // Those who follow already are brought to the same list first.
    else await this.#tellProposals();
    const { seq, list } = (this.#proposals ??= await this.#listProposals());
    this.#open.room.tell([peer], { topic: "proposals", seq, whole: true, body: jsonBytes(list) });
  }

  async #listProposals(): Promise<KnownProposals> {
    this.#mayHaveProposed = false;
    const { seq } = this.#open.document;
    return { seq, list: await answerProposals(this.#deps, this.#open.documentId) };
  }

  async #tellProposals(): Promise<void> {
    const before = this.#proposals;
    const { seq } = this.#open.document;
    if (before === null || before.seq === seq) return;
    if (this.#hasNone(before)) {
      this.#proposals = { ...before, seq };
      return;
    }
    const isExpected = this.#mayHaveProposed;
    const after = await this.#listProposals();
    this.#proposals = after;
    const news = proposalNews(before.list, after.list);
    // Whoever proposes has to know what the list stands for, also when it is what it was.
    if (!isExpected && news.gone.length + news.set.length === 0) return;
    const told = { topic: "proposals", seq: after.seq, whole: false, body: jsonBytes(news) } as const;
    this.#open.room.tell(this.#followers("proposals"), told);
  }

  /** There was none, and there is none: nothing has to be read. */
  #hasNone({ list }: KnownProposals): boolean {
    if (list.length > 0 || this.#mayHaveProposed) return false;
    const negotiated = this.#open.document.negotiated();
    return negotiated === null || hasNothingProposed(negotiated);
  }

  async #beginAttribution(peer: Peer): Promise<void> {
    const alone = this.#followers("attribution").length === 0;
    // Those who follow already are brought to the same row first.
    if (!alone) await this.#tellAttribution();
    const until = alone ? this.#open.document.seq : this.#attributionSeq;
    await this.#sendAttribution([peer], 0, until);
    this.#attributionSeq = until;
  }

  async #tellAttribution(): Promise<void> {
    const followers = this.#followers("attribution");
    const until = this.#open.document.seq;
    if (followers.length === 0 || until === this.#attributionSeq) return;
    await this.#sendAttribution(followers, this.#attributionSeq, until);
    this.#attributionSeq = until;
  }

  async #sendAttribution(peers: readonly Peer[], after: number, until: number): Promise<void> {
    const { documentId, room, document } = this.#open;
    const replica = document.versioned() ?? (await this.#deps.rooms.read(documentId));
    this.#isCopy ??= await isCopy(this.#deps, documentId);
    const hasCopies = this.#isCopy && namesFirstRow(replica, { after, until });
    for (const readers of hasCopies ? byPerson(peers) : byKnowledge(peers)) {
      const [peer] = readers;
      const { personId, guest } = peer;
      const origins = hasCopies ? await this.#deps.story.readOrigins(documentId, { personId, forGuest: guest }) : null;
      // An outsider is not shown what was deleted: most of it was never meant for them.
      const wanted = { after, until, deleted: !guest, origins };
      const since = await this.#sinceOf(peer);
      const body = await answerAttribution(this.#deps, documentId, knownSince(replica, since), wanted);
      if (body !== null) room.tell(readers, { topic: "attribution", seq: until, whole: after === 0, body });
    }
  }

  #sinceOf(peer: Peer): Promise<number | null> {
    const { personId, guest: forGuest } = peer;
    const since = this.#since.get(peer) ?? this.#deps.story.readSince(this.#open.documentId, { personId, forGuest });
    this.#since.set(peer, since);
    return since;
  }
}

function peersByTopic(): Readonly<Record<FollowedTopic, WeakSet<Peer>>> {
  return { attribution: new WeakSet(), proposals: new WeakSet() };
}

type Readers = readonly [Peer, ...Peer[]];

const byPerson = (peers: readonly Peer[]): Readers[] => groupsOf(peers, ({ personId }) => personId);
/** Colleagues know the same; what a guest knows depends on when they came. */
const byKnowledge = (peers: readonly Peer[]): Readers[] =>
  groupsOf(peers, ({ guest, personId }) => (guest ? personId : ""));

/** Peers that are told the same. */
function groupsOf(peers: readonly Peer[], keyOf: (peer: Peer) => string): Readers[] {
  const groups = new Map<string, [Peer, ...Peer[]]>();
  for (const peer of peers) {
    const key = keyOf(peer);
    const group = groups.get(key);
    if (group) group.push(peer);
    else groups.set(key, [peer]);
  }
  return [...groups.values()];
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
