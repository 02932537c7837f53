import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import type { Person } from "@parley/people";
import { type PeopleScene, type Visitor, openPeopleScene } from "../../../test/scenarios/people/people-scene.ts";

let scene: PeopleScene;
afterEach(async () => {
  await scene.close();
});

const byPinyin = ["阿木", "段晓楠", "顾明远", "何知行", "林岚", "秦子墨", "许静怡", "周砚", "Daniel Moreau", "zoe"];
const namesOf = async (reader: Visitor): Promise<string[]> => {
  const list = (await reader.get("/api/people")).body as unknown as Person[];
  return list.map(({ name }) => name).filter((name) => byPinyin.includes(name));
};

async function openOrderScene(): Promise<{ chinese: Visitor; english: Visitor }> {
  scene = await openPeopleScene(new Hono());
  const chinese = await scene.colleague("ceo");
  await chinese.post("/api/people", { name: "zoe", email: "zoe@parley.example" });
  await chinese.post("/api/people", { name: "阿木", email: "amu@parley.example" });
  return { chinese, english: await scene.colleague("daniel.moreau") };
}

test("people stand by pinyin for who reads Chinese and by the alphabet for who reads English, small letters among large", async () => {
  const { chinese, english } = await openOrderScene();
  expect(await namesOf(chinese)).toEqual(byPinyin);
  expect((await namesOf(english)).slice(0, 2)).toEqual(["Daniel Moreau", "zoe"]);
});

test("a list that is cut is cut in the reader's order", async () => {
  await openOrderScene();
  const first = await scene.people.searchColleagues("");
  expect(first[0]?.name).toBe("阿木");
});

test("a PostgreSQL without ICU lists the same people in the same order", async () => {
  scene = await openPeopleScene(new Hono());
  await scene.database.sql`delete from pg_collation where collprovider = 'i'`;
  const chinese = await scene.colleague("ceo");
  await chinese.post("/api/people", { name: "zoe", email: "zoe@parley.example" });
  await chinese.post("/api/people", { name: "阿木", email: "amu@parley.example" });
  expect(await namesOf(chinese)).toEqual(byPinyin);
});
