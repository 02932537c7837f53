import { PROPOSALS_NAME } from "@parley/document";
import type { DocumentVersion, WordStoryAnswer } from "@parley/documents";
import { updateFlags } from "@parley/sync";
import { describe, expect, test } from "vitest";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract, storyOf, toldParts } from "../../../../test/scenarios/documents/word-stories.ts";

/** Legal owns; finance edits; rd proposes; the chief executive only reads. */
const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

const minuteMs = 60_000;

const newContract = (...lines: string[]): Promise<string> =>
  newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);

async function restore(who: Actor, id: string, seq: number): Promise<void> {
  expect((await who.call("POST", `/documents/${id}/versions/${seq}/restore`)).status).toBe(200);
}

async function momentOf(id: string, seq: number): Promise<string | undefined> {
  const { versions } = (await legal.call("GET", `/documents/${id}/versions`)).body as { versions: DocumentVersion[] };
  return versions.find((each) => each.seq === seq)?.at;
}

const versionsIn = ({ parts }: WordStoryAnswer): unknown[] =>
  parts.flatMap(({ steps }) => steps.flatMap(({ did, version }) => (version ? [[did, version]] : [])));

describe("the story of words that a restoration took or brought back", () => {
  test("they went with the restoration of which version by whom, and came back with that of another", async () => {
    const id = await newContract("The fee is due.");
    await legal.call("POST", `/documents/${id}/versions`, { name: "First draft" });
    scene.clock.advance(15 * minuteMs);
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(4, "annual "));
    const at = await idOf(legal, id, "annual");
    scene.clock.advance(15 * minuteMs);
    await restore(legal, id, 1);
    const gone = await storyOf(ceo, id, at);
    expect(toldParts(gone)).toEqual([["-annual", ["wrote", finance.name], ["restoredAway", legal.name]]]);
    expect(versionsIn(gone)).toEqual([
      ["restoredAway", { seq: 1, name: "First draft", imported: false, at: await momentOf(id, 1) }],
    ]);
    scene.clock.advance(15 * minuteMs);
    await restore(finance, id, 2);
    const back = await storyOf(ceo, id, at);
    expect(toldParts(back)).toEqual([["annual", ["wrote", finance.name], ["restored", finance.name]]]);
    expect(versionsIn(back)).toEqual([
      ["restored", { seq: 2, name: null, imported: false, at: await momentOf(id, 2) }],
    ]);
    const invited = await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "view" });
    const guest = await scene.guest(invited.body.url, "guest@out.example", "Wu");
    expect(versionsIn(await storyOf(guest, id, await idOf(guest, id, "annual")))).toEqual([
      ["restored", { seq: null, name: null, imported: false, at: null }],
    ]);
  });

  test("a proposal to delete or format them became void with it, and nobody withdrew it", async () => {
    const id = await newContract("The fee is due.");
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(4, "annual "));
    const at = await idOf(legal, id, "annual");
    const ids: [number, number, number][] = [[at[0], at[1], 6]];
    await change(rd, id, (ydoc) => {
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids });
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:2`, { do: "format", ids, mark: "bold", value: {} });
    });
    await restore(legal, id, 1);
    expect((await legal.call("GET", `/documents/${id}/proposals`)).body).toEqual([]);
    const story = await storyOf(ceo, id, at);
    expect(
      story.parts
        .flatMap(({ steps }) => steps)
        .map(({ did, about, person, whose, because }) => [did, about, person.name, whose?.name, because]),
    ).toEqual([
      ["wrote", null, finance.name, undefined, null],
      ["proposedDeletion", null, rd.name, undefined, null],
      ["proposedFormat", null, rd.name, undefined, null],
      ["restoredAway", null, legal.name, undefined, null],
      ["voided", "deletion", legal.name, rd.name, "restored"],
      ["voided", "formatting", legal.name, rd.name, "restored"],
    ]);
  });

  test("a proposal that a direct change left nothing of became void with it, and nobody withdrew or accepted it", async () => {
    const id = await newContract("within ninety days");
    const at = await idOf(rd, id, "ninety");
    await change(rd, id, (ydoc) => {
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[...at, 6]] });
      textAt(ydoc, 0).insert(13, "sixty");
    });
    await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(13, 5));
    await expect.poll(async () => (await legal.call("GET", `/documents/${id}/proposals`)).body).toEqual([]);
    expect(toldParts(await storyOf(ceo, id, at))).toEqual([
      ["ninety", ["wrote", legal.name], ["proposedDeletion", rd.name], ["voided", finance.name]],
      ["-sixty", ["wrote", rd.name], ["deleted", finance.name]],
    ]);
    const said = (await storyOf(ceo, id, at)).parts[0]?.steps.at(-1);
    expect(said).toMatchObject({ about: "deletion", whose: { name: rd.name }, because: "replacementDeleted" });
  });

  test("a proposal to delete of which somebody deleted all words says that, and one that came too late who had deleted them", async () => {
    const id = await newContract("within ninety days");
    const at = await idOf(rd, id, "ninety");
    const ask = (): Promise<void> =>
      change(rd, id, (ydoc) => ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[...at, 6]] }));
    const endOf = async (): Promise<unknown> =>
      (await storyOf(ceo, id, at)).parts[0]?.steps.find(({ did }) => did === "voided");
    const isNoneLeft = async (): Promise<unknown> => (await legal.call("GET", `/documents/${id}/proposals`)).body;
    await ask();
    await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(7, 6));
    await expect.poll(isNoneLeft).toEqual([]);
    await expect.poll(endOf).toMatchObject({
      person: { name: finance.name },
      whose: { name: rd.name },
      because: "wordsDeleted",
      takenBy: null,
    });
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(7, "eighty"));
    const late = await idOf(rd, id, "eighty");
    await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(7, 6));
    await change(rd, id, (ydoc) =>
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:2`, { do: "delete", ids: [[...late, 6]] }),
    );
    const lateEnd = async (): Promise<unknown> =>
      (await storyOf(ceo, id, late)).parts.flatMap(({ steps }) => steps).find(({ because }) => because === "tooLate");
    await expect.poll(lateEnd).toMatchObject({
      did: "voided",
      person: { name: rd.name },
      whose: { name: rd.name },
      takenBy: { name: finance.name },
    });
  });
});

describe("the story of words that became void, and wait again", () => {
  test("says who deleted and brought them back, and that they wait at its end", async () => {
    const id = await newContract("within ninety days");
    const at = await idOf(rd, id, "ninety");
    await change(rd, id, (ydoc) => {
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[...at, 6]] });
      textAt(ydoc, 0).insert(13, "sixty");
    });
    await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(13, 5));
    await expect.poll(async () => (await legal.call("GET", `/documents/${id}/proposals`)).body).toEqual([]);
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(13, "sixty"), { flags: updateFlags.undo });
    await expect.poll(async () => (await legal.call("GET", `/documents/${id}/proposals`)).body.length).toBe(1);
    const stepsOf = async (who: Actor): Promise<unknown> =>
      (await storyOf(who, id, await idOf(legal, id, "sixty"))).parts
        .find(({ text }) => text === "sixty")
        ?.steps.map(({ did, person, waits }) => [did, person.name, waits]);
    expect(await stepsOf(ceo)).toEqual([
      ["wrote", rd.name, false],
      ["deleted", finance.name, false],
      ["broughtBack", finance.name, true],
    ]);
    const invited = await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "view" });
    const guest = await scene.guest(invited.body.url, "guest@out.example", "Wu");
    expect(await stepsOf(guest)).toEqual([
      ["wrote", rd.name, false],
      ["broughtBack", finance.name, true],
    ]);
  });
});

describe("the story of words that their author took back at once", () => {
  test("is told where they are asked for, and left out beside words that stand", async () => {
    const id = await newContract("The fee is due.");
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(7, "zz"));
    const at = await idOf(legal, id, "zz");
    await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(7, 2));
    expect(toldParts(await storyOf(ceo, id, at))).toEqual([
      ["-zz", ["wrote", finance.name], ["deleted", finance.name]],
    ]);
    expect(toldParts(await storyOf(ceo, id, await idOf(legal, id, "fee")))).toEqual([["fee", ["wrote", legal.name]]]);
  });

  test("says so where they restored an earlier version at once", async () => {
    const id = await newContract("The fee is due.");
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(7, "zz"));
    const at = await idOf(legal, id, "zz");
    await restore(finance, id, 1);
    expect(toldParts(await storyOf(ceo, id, at))).toEqual([
      ["-zz", ["wrote", finance.name], ["restoredAway", finance.name]],
    ]);
  });
});
