import { newId } from "@parley/base";
import type { BlockContent } from "@parley/document";
import { expect, test } from "vitest";
import type { Authorship, MadeEdit } from "../../../server/src/documents/index.ts";
import { systemRandom } from "../../../server/src/platform/system.ts";
import type { Colleague } from "../../support/company.ts";
import { Page, stageContractScene } from "./contract-scene.ts";

/** Lin owns the contract, Osei edits it, Mara and Mallory may only propose. */
const scene = await stageContractScene();
const { lin, mara, mallory, osei, textOf, waitingIn, decide } = scene;

type Changes = Parameters<typeof scene.company.server.app.documents.live.edit>[1];

const live = (): typeof scene.company.server.app.documents.live => scene.company.server.app.documents.live;

function as(person: Colleague, role: Authorship["role"]): Authorship {
  return { personId: person.id, party: "ours", role, connectionId: newId<"connection">(systemRandom) };
}

const edit = (id: string, changes: Changes, by: Authorship): Promise<MadeEdit> => live().edit(id as never, changes, by);

const amount = (text: string): BlockContent => ({
  type: "paragraph",
  attributes: { clause: "price" },
  runs: [{ text: "Price " }, { text, marks: { variable: { name: "amount", form: "figures" } } }, { text: " in all." }],
});

const setTo = (value: string): Changes[number] => ({
  do: "replaceMarkedText",
  mark: "variable",
  where: ({ name }) => (name === "amount" ? value : null),
});

/** A contract with an amount in two places, which Lin put there. */
async function newContract(): Promise<string> {
  const id = await scene.newContract("Terms");
  const blocks = [amount("1,000.00"), amount("1,000.00")];
  await edit(id, [{ do: "insertBlocks", blocks, after: "end" }], as(lin, "own"));
  return id;
}

interface Span {
  readonly text: string;
  readonly author: { readonly id: string };
  readonly via: string;
}
const authorsOf = async (id: string): Promise<(readonly [string, string, string])[]> => {
  const { spans } = (await lin.call("GET", `/documents/${id}/attribution`)).body as { spans: Span[] };
  const names = new Map([lin, mara, osei, mallory].map(({ id: person, name }) => [person as string, name]));
  return spans.map(({ text, author, via }) => [text, names.get(author.id) ?? "?", via] as const);
};

test("a value is set in all places with one row, its new words wholly its setter's, and open pages follow", async () => {
  const id = await newContract();
  const page = await Page.open(lin, id);
  const before = (await live().readLog(id as never, 0, 100)).lastSeq;
  expect(await edit(id, [setTo("1,000.50")], as(osei, "edit"))).toEqual({ seq: before + 1, places: 2 });
  expect(await textOf(id, "agreed")).toBe("Terms\nPrice 1,000.50 in all.\nPrice 1,000.50 in all.");
  const price = [
    ["Price ", "Lin", "api"],
    ["1,000.50", "Osei", "api"],
    [" in all.", "Lin", "api"],
  ];
  expect((await authorsOf(id)).slice(1)).toEqual([...price, ...price]);
  await page.socket.next("update", () => true);
  page.close();
  expect(await edit(id, [setTo("1,000.50")], as(osei, "edit"))).toEqual({ seq: before + 1, places: 0 });
});

test("who may only propose proposes the value, and accepting it sets it in every place", async () => {
  const id = await newContract();
  await edit(id, [setTo("900.00")], as(mara, "suggest"));
  expect(await textOf(id, "agreed")).toContain("Price 1,000.00 in all.");
  const waiting = await waitingIn(id);
  expect(waiting).toMatchObject([
    { kind: "replace", author: { id: mara.id }, deletedText: expect.stringMatching(/^1,000\.00\s1,000\.00$/) },
  ]);
  expect((await decide(lin, id, "accept", waiting)).status).toBe(201);
  expect(await textOf(id, "agreed")).toBe("Terms\nPrice 900.00 in all.\nPrice 900.00 in all.");
  const words = (await authorsOf(id)).filter(([text]) => text === "900.00");
  expect(words.map(([, author]) => author)).toEqual(["Mara", "Mara"]);
  // It is still the variable.
  await edit(id, [setTo("950.00")], as(osei, "edit"));
  expect(await textOf(id, "agreed")).toBe("Terms\nPrice 950.00 in all.\nPrice 950.00 in all.");
});

test("what somebody types beside the places meanwhile stays, with its author", async () => {
  const id = await newContract();
  const page = await Page.open(osei, id);
  const made = edit(id, [setTo("800.00")], as(mara, "suggest"));
  page.change(() => page.text(1).insert(0, "The "));
  await Promise.all([made, page.settled()]);
  // Written without having seen the value that is proposed.
  page.change(() => page.text(2).insert(page.text(2).length, " Net."));
  await page.settled();
  await edit(id, [setTo("700.00")], as(lin, "own"));
  page.close();
  expect(await textOf(id, "agreed")).toBe("Terms\nThe Price 700.00 in all.\nPrice 700.00 in all. Net.");
  expect((await authorsOf(id)).filter(([, author]) => author === "Osei").map(([text]) => text)).toEqual([
    "The ",
    " Net.",
  ]);
});

test("blocks and attributes that are proposed are agreed with one decision", async () => {
  const id = await newContract();
  await edit(
    id,
    [
      { do: "setBlockAttributes", block: { clause: "price" }, attributes: { library: "price@2" } },
      {
        do: "insertBlocks",
        blocks: [{ type: "paragraph", runs: [{ text: "Interest." }] }],
        after: { clause: "price" },
      },
    ],
    as(mallory, "suggest"),
  );
  expect(await textOf(id, "agreed")).not.toContain("Interest.");
  const waiting = await waitingIn(id);
  await decide(lin, id, "accept", waiting);
  const { blocks } = await live().readContent(id as never);
  expect(blocks.map((block) => block.type === "paragraph" && block.attributes?.["library"])).toEqual([
    undefined,
    "price@2",
    undefined,
    undefined,
  ]);
  expect(await textOf(id, "agreed")).toBe("Terms\nPrice 1,000.00 in all.\nInterest.\nPrice 1,000.00 in all.");
});

test("who may not write is refused, also when that is found out right before, and so is what names no block", async () => {
  const id = await newContract();
  const { lastSeq } = await live().readLog(id as never, 0, 1);
  const attempts: [Changes[number], Authorship, string][] = [
    [setTo("1"), as(mara, "comment"), "documents/read-only"],
    [{ do: "removeBlocks", blocks: [{ clause: "gone" }] }, as(lin, "own"), "documents/block-not-found"],
  ];
  for (const [change, by, code] of attempts)
    await expect(live().edit(id as never, [change], by)).rejects.toMatchObject({ code });
  const gone = new Error("their share has ended");
  await expect(live().edit(id as never, [setTo("1")], () => Promise.reject(gone))).rejects.toBe(gone);
  expect((await live().readLog(id as never, 0, 1)).lastSeq).toBe(lastSeq);
});

test("text and comparison have the present label of a reference, what went the one of its time", async () => {
  const id = await scene.newContract("Terms");
  const article = (text: string, clause: string): BlockContent => ({
    type: "paragraph",
    attributes: { list: "number", listId: "l", format: "第{1:chinese}条", clause },
    runs: [{ text }],
  });
  const reference = (clause: string): BlockContent => ({
    type: "paragraph",
    attributes: { clause: `see-${clause}` },
    runs: [{ text: "See " }, { text: "stored", marks: { reference: { clause } } }, { text: "." }],
  });
  const blocks = [article("Price", "price"), article("Term", "term"), reference("term"), reference("price")];
  const { seq: from } = await edit(id, [{ do: "insertBlocks", blocks, after: "end" }], as(lin, "own"));
  const changes: Changes = [
    { do: "insertBlocks", blocks: [article("Parties", "parties")], after: { clause: "price" } },
    { do: "removeBlocks", blocks: [{ clause: "see-price" }, { clause: "price" }] },
  ];
  const { seq: to } = await edit(id, changes, as(lin, "own"));
  expect(await textOf(id, "agreed")).toBe("Terms\nParties\nTerm\nSee 第二条.");
  const { blocks: compared } = (await lin.call("GET", `/documents/${id}/versions/${from}/compare/${to}`)).body as {
    blocks: { fate: string; pieces: { text: string; marks: object }[] }[];
  };
  const labels = compared.flatMap(({ pieces }) =>
    pieces.flatMap(({ text, marks }) => ("reference" in marks ? [text] : [])),
  );
  expect(labels).toEqual(["第二条", "第一条"]);
});
