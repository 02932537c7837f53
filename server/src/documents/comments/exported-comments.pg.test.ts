import JSZip from "jszip";
import { expect, test } from "vitest";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { readFile } from "../exchange/read-file.ts";

const { scene, legal, finance } = await stageDocumentsScene(["legal", "finance"]);

async function comment(person: Actor, id: string, anchor: object, more: object): Promise<string> {
  scene.clock.advance(60_000);
  const answer = await person.call("POST", `/documents/${id}/threads`, { anchor, ...more });
  expect(answer.status).toBe(201);
  return answer.body.id;
}
const words = async (person: Actor, id: string, text: string): Promise<object> => ({
  type: "words",
  ranges: [[...(await idOf(person, id, text)), text.length]],
});

async function partsOf(person: Actor, address: string): Promise<{ bytes: Uint8Array; text: string; comments: string }> {
  const { status, bytes } = await person.call("GET", address);
  expect(status).toBe(200);
  const archive = await JSZip.loadAsync(bytes);
  const read = async (name: string): Promise<string> => (await archive.file(name)?.async("string")) ?? "";
  return { bytes, text: await read("word/document.xml"), comments: await read("word/comments.xml") };
}
/** The words between a comment's marks. */
const marked = (xml: string, id: number): string => {
  const between = new RegExp(`commentRangeStart w:id="${id}"/>(.*?)<w:commentRangeEnd w:id="${id}"/>`, "s").exec(
    xml,
  )?.[1];
  return (between ?? "?").replaceAll(/<[^>]*>/gu, "");
};
const saidIn = (xml: string): string[] =>
  [...xml.matchAll(/<w:comment [^>]*w:author="([^"]*)".*?<w:p>(.*?)<\/w:p>/gsu)].map(
    ([, author, line = ""]) => `${author}: ${line.replaceAll(/<[^>]*>/gu, "")}`,
  );

test("a Word file carries the comments that are asked for and that its reader may read, on their words", async () => {
  const id = await scene.addDocument(legal, { lines: ["Payment within ninety days.", "Law of China."] });
  await legal.call("POST", `/documents/${id}/shares`, { personId: finance.id, role: "edit" });
  const asked = await comment(finance, id, await words(finance, id, "ninety days"), { text: "Too <long> & late?" });
  scene.clock.advance(60_000);
  await legal.call("POST", `/documents/${id}/threads/${asked}/comments`, { text: "Usual\nelsewhere" });
  await comment(legal, id, await words(legal, id, "China"), { text: "Our bottom line", audience: "internal" });
  await comment(finance, id, { type: "document" }, { text: "As a whole" });
  const circle = await finance.call("POST", `/documents/${id}/circles`, { name: "Money $& <co>", personIds: [] });
  await comment(finance, id, { type: "document" }, { text: "Our bottom line by circle", circleId: circle.body.id });
  const done = await comment(finance, id, await words(finance, id, "Law"), { text: "Settled" });
  await legal.call("PATCH", `/documents/${id}/threads/${done}`, { resolved: true });
  // The commented words are cut by formatting and by somebody's words.
  await change(finance, id, (ydoc) => {
    textAt(ydoc, 0).format(18, 3, { bold: {} });
    textAt(ydoc, 0).insert(18, "(90) ");
  });
  const invited = await legal.call("POST", `/documents/${id}/shares`, {
    link: "guests",
    role: "view",
    earlierThreads: "everyone",
  });
  const guest = await scene.guest(invited.body.url, "zhou@out.example", "Zhou");
  const address = `/documents/${id}/export?format=docx`;

  const bare = await partsOf(legal, address);
  expect([bare.text.includes("commentRange"), saidIn(bare.comments)]).toEqual([false, []]);
  const shared = [
    `${finance.name}: Too &lt;long&gt; &amp; late?`,
    `${legal.name}: Usual`,
    `${finance.name}: As a whole`,
  ];
  const everyone = await partsOf(legal, `${address}&comments=everyone`);
  expect(saidIn(everyone.comments)).toEqual(shared);
  expect([0, 1, 2].map((at) => marked(everyone.text, at))).toEqual([
    "nin(90) ety days",
    "nin(90) ety days",
    "Payment within nin(90) ety days.",
  ]);
  const all = await partsOf(legal, `${address}&comments=all`);
  // Whoever gets the file sees which of them were not meant for everybody.
  expect(saidIn(all.comments).toSorted()).toEqual([...shared, `${legal.name}: 【内部】Our bottom line`].toSorted());
  await legal.call("PATCH", "/me", { language: "en" });
  const english = await partsOf(legal, `${address}&comments=all`);
  expect(saidIn(english.comments)).toContain(`${legal.name}: [Internal] Our bottom line`);
  // What is said in a circle comes in nobody's file but its people's.
  const hers = saidIn((await partsOf(finance, `${address}&comments=all`)).comments);
  expect(hers).toContain(`${finance.name}: 【讨论组“Money $&amp; &lt;co&gt;”】Our bottom line by circle`);
  expect(saidIn((await partsOf(finance, `${address}&comments=everyone`)).comments)).toEqual(shared);
  expect(all.text).toContain("commentReference");
  for (const wanted of ["everyone", "all"]) {
    const theirs = await partsOf(guest, `${address}&comments=${wanted}`);
    expect(saidIn(theirs.comments)).toEqual(shared);
    expect(Buffer.from(theirs.comments).includes("bottom line")).toBe(false);
  }

  // The text of the file is the same with comments and without, and comes in again.
  const contentOf = async (bytes: Uint8Array): Promise<unknown> =>
    (await readFile({ name: "a.docx", bytes, limitBytes: 10_000_000 })).content;
  expect(await contentOf(all.bytes)).toEqual(await contentOf(bare.bytes));
  expect((await legal.call("GET", `/documents/${id}/export?format=markdown&comments=all`)).body).not.toContain(
    "bottom",
  );
});
