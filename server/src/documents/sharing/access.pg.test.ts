import {
  type DepartmentId,
  type DocumentId,
  type Party,
  type PersonId,
  Refusal,
  type Role,
  newId,
  parties,
  roles,
} from "@parley/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LibraryStage, openLibraryStage } from "../../../../test/support/library-stage.ts";
import type { ShareTarget } from "./share-store.ts";

const isRefusal = (error: unknown, code: string): boolean => error instanceof Refusal && error.code === code;

/** What the model knows of a share; written down from the rules, not from the query. */
interface ModelShare {
  id: string;
  documentId: DocumentId;
  target: ShareTarget;
  role: Role;
  party: Party;
  expiresAtMs: number | null;
  createdAtMs: number;
  usedBy: Set<PersonId>;
}
interface ModelPerson {
  id: PersonId;
  isGuest: boolean;
  active: boolean;
  departments: DepartmentId[];
}

class Model {
  readonly people = new Map<PersonId, ModelPerson>();
  readonly above = new Map<DepartmentId, DepartmentId | null>();
  readonly documents = new Map<DocumentId, { trashed: boolean }>();
  shares: ModelShare[] = [];

  departmentsOf(person: ModelPerson): Set<DepartmentId> {
    const all = new Set<DepartmentId>();
    for (const own of person.departments) {
      for (let at: DepartmentId | null = own; at !== null; at = this.above.get(at) ?? null) all.add(at);
    }
    return all;
  }

  gives(share: ModelShare, person: ModelPerson, nowMs: number): boolean {
    if (share.expiresAtMs !== null && share.expiresAtMs <= nowMs) return false;
    const { target } = share;
    if (target.type === "person") return target.personId === person.id;
    if (target.type === "department") return !person.isGuest && this.departmentsOf(person).has(target.departmentId);
    return share.usedBy.has(person.id) && (target.audience === "guests" || !person.isGuest);
  }

  hasOtherOwner(share: ModelShare): boolean {
    return this.shares.some(
      (other) =>
        other !== share &&
        other.documentId === share.documentId &&
        other.role === "own" &&
        other.target.type === "person",
    );
  }

  /** The strongest role and the parties that may come with it, before the trash counts. */
  grant(documentId: DocumentId, personId: PersonId, nowMs: number): { role: Role; party: Party } | null {
    const person = this.people.get(personId);
    if (!person?.active) return null;
    const distance = { person: 0, department: 1, link: 2 };
    const [best] = this.shares
      .filter((share) => share.documentId === documentId && this.gives(share, person, nowMs))
      .toSorted(
        (a, b) =>
          roles.indexOf(b.role) - roles.indexOf(a.role) ||
          distance[a.target.type] - distance[b.target.type] ||
          a.createdAtMs - b.createdAtMs,
      );
    return best ? { role: best.role, party: best.party } : null;
  }

  access(documentId: DocumentId, personId: PersonId, nowMs: number): { role: Role; party: Party } | null {
    const grant = this.grant(documentId, personId, nowMs);
    if (!grant || !this.documents.get(documentId)?.trashed) return grant;
    return grant.role === "own" ? { role: "view", party: grant.party } : null;
  }
}

describe("access", () => {
  let stage: LibraryStage;
  beforeAll(async () => {
    stage = await openLibraryStage(7);
  });
  afterAll(() => stage.close());

  test("never exceeds and never misses what the shares give, through 400 random changes", async () => {
    const { library, clock, random } = stage;
    const model = new Model();
    const tree: (DepartmentId | null)[] = [null];
    for (const name of ["Legal", "Contracts", "Finance", "Audit"]) {
      const parent = random.pick(tree);
      const id = await stage.addDepartment(name, parent);
      model.above.set(id, parent);
      tree.push(id);
    }
    const departments = [...model.above.keys()];
    for (let index = 0; index < 7; index++) {
      const isGuest = index >= 5;
      const own = isGuest ? [] : departments.filter(() => random.chance(0.4));
      const id = await stage.addPerson(`Person ${index}`, { standing: isGuest ? "guest" : "member", departments: own });
      model.people.set(id, { id, isGuest, active: true, departments: own });
    }
    const people = [...model.people.values()];
    const colleagues = people.filter((person) => !person.isGuest);
    for (let index = 0; index < 4; index++) {
      const ownerId = random.pick(colleagues).id;
      const shareId = newId(random);
      const id = await stage.addDocument(ownerId, { shareId, title: `Document ${index}` });
      model.documents.set(id, { trashed: false });
      const at = { expiresAtMs: null, createdAtMs: clock.nowMs(), usedBy: new Set<PersonId>() };
      model.shares.push({
        id: shareId,
        documentId: id,
        target: { type: "person", personId: ownerId },
        role: "own",
        party: "ours",
        ...at,
      });
    }
    const documents = [...model.documents.keys()];
    const weak = roles.filter((role) => role !== "own");

    const addShare = async (): Promise<void> => {
      const documentId = random.pick(documents);
      const targets: ShareTarget[] = [
        { type: "person", personId: random.pick(people).id },
        { type: "department", departmentId: random.pick(departments) },
        { type: "link", audience: "company", secretHash: random.bytes(32) },
        { type: "link", audience: "guests", email: null },
      ];
      const target = random.pick(targets);
      const expiresAtMs = random.chance(0.4) ? clock.nowMs() + 1 + random.int(50_000) : null;
      const role = expiresAtMs === null && target.type !== "link" ? random.pick(roles) : random.pick(weak);
      const party = random.pick(parties);
      const share = { id: newId<"share">(random), documentId, target, role, party };
      const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs);
      const createdBy = random.pick(colleagues).id;
      try {
        await library.shares.add({ ...share, expiresAt, createdBy }, "x", clock.nowMs());
      } catch (error) {
        // The same person or department twice; the model knows that it is there already.
        if (!isRefusal(error, "documents/already-shared")) throw error;
        return;
      }
      const same = (a: ShareTarget): boolean =>
        (a.type === "person" && target.type === "person" && a.personId === target.personId) ||
        (a.type === "department" && target.type === "department" && a.departmentId === target.departmentId);
      model.shares = model.shares.filter((old) => !(old.documentId === documentId && same(old.target)));
      if (target.type === "link" && target.audience === "guests") {
        await library.shares.attachInvitation(share, newId(random), null);
      }
      model.shares.push({ ...share, expiresAtMs, createdAtMs: clock.nowMs(), usedBy: new Set() });
    };
    const useLink = async (): Promise<void> => {
      const links = model.shares.filter((share) => share.target.type === "link");
      if (links.length === 0) return;
      const [share, person] = [random.pick(links), random.pick(people)];
      await library.shares.noteUse(share.id, person.id, clock.nowMs());
      share.usedBy.add(person.id);
    };
    const changeShare = async (): Promise<void> => {
      const share = random.pick(model.shares);
      const isFirm = share.target.type !== "link" && share.expiresAtMs === null;
      const change = { role: random.pick(isFirm ? roles : weak), party: random.pick(parties) };
      const owners = await library.shares.listOwners(share.documentId);
      const remove = random.chance(0.4);
      try {
        if (remove) await library.shares.remove(share.documentId, share.id, owners);
        else await library.shares.update(share.documentId, share.id, change, owners);
      } catch (error) {
        if (!isRefusal(error, "documents/last-owner") || model.hasOtherOwner(share)) throw error;
        return;
      }
      if (remove) model.shares = model.shares.filter((other) => other !== share);
      else Object.assign(share, change);
    };
    const trash = async (): Promise<void> => {
      const id = random.pick(documents);
      const document = model.documents.get(id);
      if (!document) return;
      if (document.trashed) await library.documents.restore(id);
      else await library.documents.trash(id, clock.nowMs());
      document.trashed = !document.trashed;
    };
    const changePerson = async (): Promise<void> => {
      const person = random.pick(people);
      if (random.chance(0.5)) person.active = !person.active;
      else if (!person.isGuest) person.departments = departments.filter(() => random.chance(0.4));
      await stage.changePerson(person.id, { active: person.active, departmentIds: person.departments });
    };
    const acts = [addShare, addShare, addShare, useLink, useLink, changeShare, changeShare, trash, changePerson];

    let granted = 0;
    for (let step = 0; step < 400; step++) {
      await random.pick(acts)();
      clock.advance(1 + random.int(2_000));
      const person = random.pick(people);
      const nowMs = clock.nowMs();
      const expected = new Map<DocumentId, Role>();
      for (const id of documents) {
        const access = model.access(id, person.id, nowMs);
        expect(await library.findAccess(id, person.id)).toEqual(access);
        if (access) granted += 1;
        if (access && !model.documents.get(id)?.trashed) expected.set(id, access.role);
      }
      const viewer = await library.findViewer(person.id);
      expect(viewer !== null).toBe(person.active);
      if (!viewer) continue;
      const query = {
        view: "all",
        kind: null,
        unlisted: [],
        folderId: null,
        terms: [],
        after: null,
        limit: 100,
      } as const;
      const { entries } = await library.documents.list(viewer, query, nowMs);
      expect(new Map(entries.map((entry) => [entry.id, entry.role]))).toEqual(expected);
      for (const id of documents) {
        const [entry, grant] = [await library.documents.find(viewer, id, nowMs), model.grant(id, person.id, nowMs)];
        if (model.documents.get(id)?.trashed) continue;
        expect(entry?.role ?? null).toBe(grant?.role ?? null);
      }
    }
    // A run in which hardly anybody had access would have shown nothing.
    expect(granted).toBeGreaterThan(200);
  });

  test("a share gives nothing from the very moment it ends, and its document is then told to the rooms", async () => {
    const { library, clock, random } = stage;
    const [owner, reader] = [await stage.addPerson("Owner"), await stage.addPerson("Reader")];
    const id = await stage.addDocument(owner);
    const endMs = clock.nowMs() + 5_000;
    const target = { type: "person", personId: reader } as const;
    const share = {
      documentId: id,
      target,
      role: "edit",
      party: "ours",
      expiresAt: new Date(endMs),
      createdBy: owner,
    } as const;
    await library.shares.add({ id: newId(random), ...share }, "x", clock.nowMs());
    clock.advance(4_999);
    expect(await library.findAccess(id, reader)).toEqual({ role: "edit", party: "ours" });
    expect(await library.shares.listExpired(endMs - 5_000, clock.nowMs())).toEqual([]);
    clock.advance(1);
    expect(await library.findAccess(id, reader)).toBeNull();
    expect(await library.shares.listExpired(endMs - 1, clock.nowMs())).toEqual([id]);
    expect(await library.shares.listExpired(endMs, endMs + 1_000)).toEqual([]);
    // What has ended gives way to a new share of the same person.
    await library.shares.add({ id: newId(random), ...share, expiresAt: null }, "x", clock.nowMs());
    expect(await library.findAccess(id, reader)).toEqual({ role: "edit", party: "ours" });
  });

  test("a document without content exists for nobody, its maker included", async () => {
    const { library, random, clock } = stage;
    const maker = await stage.addPerson("Maker");
    const id = newId<"document">(random);
    const wanted = { id, kind: "note", title: "Half", text: "", ownerId: maker, folderId: null, pictures: [] };
    await library.documents.create({ ...wanted, party: "ours", atMs: clock.nowMs(), shareId: newId(random) });
    expect(await library.findAccess(id, maker)).toBeNull();
    expect(await library.documents.findTitle(id)).toBeNull();
    await library.documents.forget(id);
    await stage.addDocument(maker, { id });
    expect(await library.findAccess(id, maker)).toEqual({ role: "own", party: "ours" });
    await library.documents.forget(id);
    expect(await library.findAccess(id, maker)).toEqual({ role: "own", party: "ours" });
  });
});
