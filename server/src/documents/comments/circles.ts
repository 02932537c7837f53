/**
 * Circles: named groups of people of a document, for whom alone a thread may be begun.
 *
 * Rules:
 * - A colleague makes a circle and is in it. Colleagues who are in it add and remove people; guests never change one.
 * - Nobody is added who has no access to the document. Who loses it stays in the circle and reads nothing; when it is given back they read again.
 * - Who is not in a circle learns nothing of it, not its name; the document's owner is no exception. One thing is left: two circles of a
 *   document are never called the same, so a colleague who hits upon a name is told that it is taken.
 * - Whoever is added reads the earlier threads, too; whoever is removed loses them at once, on open pages as well.
 */
import type { CircleId, Clock, DocumentId, Party, PersonId, Random } from "@parley/base";
import { isId, newId, roleIncludes } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { People } from "../../people/index.ts";
import type { FindAccess } from "../access.ts";
import type { LiveNews } from "../rooms/live-news.ts";
import type { CircleStore, StoredCircle } from "./circle-store.ts";
import { type ThreadReader, tellReached } from "./thread-audience.ts";

/** Who is in a circle, as they stand now. */
export interface CirclePerson {
  readonly id: PersonId;
  readonly isGuest: boolean;
  /** For whom they act; `null` for who has no access to the document now. */
  readonly party: Party | null;
}

export interface OpenCircle extends Omit<StoredCircle, "people"> {
  readonly people: readonly CirclePerson[];
}

/** Who has to do with circles. */
export type CircleCaller = Pick<ThreadReader, "personId">;

export interface Circles {
  /** Those that the caller is in. */
  list(documentId: DocumentId, by: CircleCaller): Promise<OpenCircle[]>;
  /** @throws Refusal `documents/circle-name-empty`, `documents/circle-name-taken`, `documents/circle-person-without-access` */
  create(
    documentId: DocumentId,
    wanted: { readonly name: string; readonly personIds: readonly PersonId[] },
    by: CircleCaller,
  ): Promise<OpenCircle>;
  /**
   * @returns `null` when the caller has left it
   * @throws Refusal `documents/circle-not-found`, `documents/circle-person-without-access`, `documents/circle-needs-colleague`
   */
  change(
    documentId: DocumentId,
    circleId: string,
    change: { readonly add: readonly PersonId[]; readonly remove: readonly PersonId[] },
    by: CircleCaller,
  ): Promise<OpenCircle | null>;
  /**
   * Makes a circle of a name, or has exactly these people in it, in the name of a colleague among them. Without one nothing happens. Again does
   * nothing.
   * @throws Refusal `documents/circle-person-without-access`
   */
  keep(documentId: DocumentId, wanted: KeptCircle): Promise<void>;
}

/** What a slice keeps true of a circle that it offers. */
export interface KeptCircle {
  readonly name: string;
  /** Everybody who is to be in it, and nobody else. */
  readonly personIds: readonly PersonId[];
  /** Whether it is made where there is none. */
  readonly makes: boolean;
}

export interface CirclesDeps {
  readonly store: CircleStore;
  readonly people: Pick<People, "findPeople">;
  readonly findAccess: FindAccess;
  readonly news: LiveNews;
  readonly clock: Clock;
  readonly random: Random;
}

export function createCircles(deps: CirclesDeps): Circles {
  const { store, clock } = deps;
  const open = async (documentId: DocumentId, circle: StoredCircle): Promise<OpenCircle> => ({
    ...circle,
    people: await standingOf(deps, documentId, circle.people),
  });
  const circles: Omit<Circles, "keep"> = {
    async list(documentId, { personId }) {
      const circles = await store.list(documentId, personId);
      return Promise.all(circles.map((circle) => open(documentId, circle)));
    },
    async create(documentId, { name: written, personIds }, { personId }) {
      const name = readableName(written);
      if (name === "") throw refuseDocument("documents/circle-name-empty");
      const people = [...new Set([personId, ...personIds])];
      await refuseWithoutAccess(deps, documentId, people);
      const id = newId<"circle">(deps.random);
      await store.create(documentId, { id, name }, people, { personId, atMs: clock.nowMs() });
      await tellReached(deps.news, documentId, "circle", people);
      return open(documentId, await findCircle(store, documentId, id, personId));
    },
    async change(documentId, circleId, { add, remove }, { personId }) {
      if (!isId(circleId)) throw refuseDocument("documents/circle-not-found");
      const id = circleId as CircleId;
      const { people } = await findCircle(store, documentId, id, personId);
      await refuseWithoutAccess(
        deps,
        documentId,
        add.filter((each) => !people.includes(each)),
      );
      const colleagues = await ableOf(deps, documentId, [...new Set([...people, ...add])]);
      const doer = { personId, atMs: clock.nowMs() };
      const concerned = await store.change(documentId, id, { add, remove, colleagues }, doer);
      await tellReached(deps.news, documentId, "circle", concerned);
      const [after] = await store.list(documentId, personId, id);
      return after ? open(documentId, after) : null;
    },
  };
  return { ...circles, keep: (documentId, wanted) => keepCircle(deps, circles, documentId, wanted) };
}

async function keepCircle(
  deps: CirclesDeps,
  circles: Omit<Circles, "keep">,
  documentId: DocumentId,
  { name, personIds, makes }: KeptCircle,
): Promise<void> {
  const colleagues = await ableOf(deps, documentId, personIds);
  const known = await deps.store.findByName(documentId, name);
  if (known === null) {
    const [maker] = personIds.filter((id) => colleagues.has(id));
    if (makes && maker !== undefined) await circles.create(documentId, { name, personIds }, { personId: maker });
    return;
  }
  const people = await deps.store.listPeople(known);
  const add = personIds.filter((id) => !people.includes(id));
  const remove = people.filter((id) => !personIds.includes(id));
  // Who goes may be the only one who could let others in.
  const [changer] = people.filter((id) => colleagues.has(id));
  if (changer !== undefined && add.length + remove.length > 0)
    await circles.change(documentId, known, { add, remove }, { personId: changer });
}

/** A name without what nobody sees, so that two that look the same are the same. */
function readableName(name: string): string {
  const seen = name
    .normalize("NFC")
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, "");
  return seen.replaceAll(/ {2,}/g, " ").trim();
}

async function findCircle(
  store: CircleStore,
  documentId: DocumentId,
  circleId: CircleId,
  personId: PersonId,
): Promise<StoredCircle> {
  const [circle] = await store.list(documentId, personId, circleId);
  if (!circle) throw refuseDocument("documents/circle-not-found");
  return circle;
}

async function refuseWithoutAccess(
  { findAccess }: CirclesDeps,
  documentId: DocumentId,
  personIds: readonly PersonId[],
): Promise<void> {
  for (const id of personIds)
    if (!(await findAccess(documentId, id))) throw refuseDocument("documents/circle-person-without-access");
}

/** Who of some people could change a circle: colleagues who may comment. */
async function ableOf(
  { people, findAccess }: CirclesDeps,
  documentId: DocumentId,
  personIds: readonly PersonId[],
): Promise<Set<PersonId>> {
  const found = await people.findPeople([...personIds]);
  const able = new Set<PersonId>();
  for (const id of personIds) {
    if (found.get(id)?.standing === "guest") continue;
    const access = await findAccess(documentId, id);
    if (access && roleIncludes(access.role, "comment")) able.add(id);
  }
  return able;
}

async function standingOf(
  { people, findAccess }: CirclesDeps,
  documentId: DocumentId,
  personIds: readonly PersonId[],
): Promise<CirclePerson[]> {
  const found = await people.findPeople([...personIds]);
  const standing: CirclePerson[] = [];
  for (const id of personIds) {
    const access = await findAccess(documentId, id);
    standing.push({ id, isGuest: found.get(id)?.standing === "guest", party: access?.party ?? null });
  }
  return standing;
}
