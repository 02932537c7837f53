import { must } from "@parley/base";
import { PROPOSALS_NAME } from "@parley/document";
import { updateFlags } from "@parley/sync";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { Colleague } from "../../support/company.ts";
import { Page, type Told, stageContractScene } from "./contract-scene.ts";

const { company, lin, mara, osei, mallory, newContract, textOf, waitingIn, decide } = await stageContractScene();

/** The same of those that are as they were seen. */
const leaving = (id: string, verdict: string, seen: readonly Told[]): Promise<{ status: number; body: never }> =>
  lin.call("POST", `/documents/${id}/decisions`, {
    verdict,
    leaveChanged: true,
    proposals: seen.map((each) => ({ id: each.id, digest: each.digest })),
  });

describe("proposing and deciding", () => {
  test("[GA1] [VI1] [DE1] a figure is replaced by proposal and agreed on, and stays its proposer's", async () => {
    const id = await newContract("The price is 100 euros.");
    const page = await Page.open(mara, id);
    page.strike(0, "100");
    page.change(() => page.text(0).insert(16, "90"));
    await page.settled();
    expect(await textOf(id, "agreed")).toBe("The price is 100 euros.");
    expect(await textOf(id, "proposed")).toBe("The price is 90 euros.");
    const waiting = await waitingIn(id);
    expect(waiting).toMatchObject([
      { kind: "replace", insertedText: "90", deletedText: "100", author: { id: mara.id } },
    ]);
    expect((await decide(osei, id, "accept", waiting, "as discussed")).status).toBe(201);
    expect(await textOf(id, "agreed")).toBe("The price is 90 euros.");
    expect(await waitingIn(id)).toEqual([]);
    const { spans } = (await lin.call("GET", `/documents/${id}/attribution?deleted=1`)).body as {
      spans: { text: string; author: { id: string }; deletedBy?: { id: string } }[];
    };
    expect(spans.find((span) => span.text === "90")?.author.id).toBe(mara.id);
    // Who struck the words is their deleter; who agreed is in the decision.
    expect(spans.find((span) => span.text === "100")).toMatchObject({
      author: { id: lin.id },
      deletedBy: { id: mara.id },
    });
    expect((await lin.call("GET", `/documents/${id}/decisions`)).body).toMatchObject([
      {
        verdict: "accept",
        reason: "as discussed",
        decidedBy: { id: osei.id },
        proposals: [
          {
            kind: "replace",
            insertedText: "90",
            deletedText: "100",
            authorId: mara.id,
            // Where it stood, as agreed then.
            clause: { heads: [], words: "The price is 100 euros.", table: null, isAfter: false },
          },
        ],
      },
    ]);
    page.close();
  });

  test("[DE2] of two who decide at once one wins, and the other is told that it changed", async () => {
    const id = await newContract("fee");
    const page = await Page.open(mara, id);
    page.change(() => page.text(0).insert(0, "annual "));
    await page.settled();
    const waiting = await waitingIn(id);
    const answers = await Promise.all([decide(lin, id, "accept", waiting), decide(osei, id, "reject", waiting)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: "documents/proposals-changed" });
    const decisions = (await lin.call("GET", `/documents/${id}/decisions`)).body as { verdict: string }[];
    expect(decisions).toHaveLength(1);
    expect(await textOf(id, "agreed")).toBe(decisions[0]?.verdict === "accept" ? "annual fee" : "fee");
    page.close();
  });

  test("[RV1] [RV3] an answer is listed with what it answers, and accepting it keeps on record what was not chosen", async () => {
    const id = await newContract("The price is 100 euros.");
    const page = await Page.open(mara, id);
    page.strike(0, "100");
    page.change(() => page.text(0).insert(16, "90"));
    await page.settled();
    const [first] = await waitingIn(id);
    const [client = 0, clock = 0] = (first?.id ?? "").split("-").map(Number);
    const answer = await Page.open(osei, id);
    answer.change((ydoc) => {
      const from = Y.getState(ydoc.store, ydoc.clientID);
      answer.text(0).insert(18, "95");
      ydoc
        .getMap(PROPOSALS_NAME)
        .set(`${osei.id}:a`, { do: "counter", to: [client, clock], ids: [[ydoc.clientID, from, 2]] });
    }, updateFlags.propose);
    await answer.settled();
    // What was seen before the answer came is not decided on.
    expect((await decide(lin, id, "accept", first ? [first] : [])).status).toBe(409);
    const waiting = await waitingIn(id);
    const counter = waiting.filter((each) => each.author.id === osei.id);
    expect(counter).toMatchObject([{ insertedText: "95", counters: first?.id }]);
    expect((await decide(lin, id, "accept", counter)).status).toBe(201);
    expect(await textOf(id, "agreed")).toBe("The price is 10095 euros.");
    expect(await waitingIn(id)).toEqual([]);
    expect((await lin.call("GET", `/documents/${id}/decisions`)).body).toMatchObject([
      {
        proposals: [{ insertedText: "95", authorId: osei.id }],
        notChosen: [{ insertedText: "90", deletedText: "100", authorId: mara.id }],
      },
    ]);
    page.close();
    answer.close();
  });

  test("[DE6] what becomes void with a decision stays on record with it", async () => {
    const id = await newContract("The price is 100 euros.");
    const [hers, his] = [await Page.open(mara, id), await Page.open(osei, id)];
    const propose = async (page: Page, value: string): Promise<void> => {
      const { client, clock } = (page.ydoc.getXmlFragment("default").get(0) as Y.XmlElement)._item?.id ?? {
        client: 0,
        clock: 0,
      };
      page.change(
        (ydoc) =>
          ydoc
            .getMap(PROPOSALS_NAME)
            .set(`${page.person.id}:s`, { do: "set", block: [client, clock], name: "align", value }),
        updateFlags.propose,
      );
      await page.settled();
    };
    await propose(hers, "center");
    await propose(his, "end");
    const theirs = (await waitingIn(id)).filter((each) => each.author.id === osei.id);
    expect((await decide(lin, id, "accept", theirs)).status).toBe(201);
    expect(await waitingIn(id)).toEqual([]);
    expect((await lin.call("GET", `/documents/${id}/decisions`)).body).toMatchObject([
      {
        proposals: [{ authorId: osei.id, settings: [{ name: "align", to: "end" }] }],
        voided: [{ authorId: mara.id, author: { name: mara.name }, settings: [{ name: "align", to: "center" }] }],
      },
    ]);
    hers.close();
    his.close();
  });

  test("the record of a decision names who else wrote in a proposed paragraph", async () => {
    const id = await newContract("The price is 100 euros.");
    const page = await Page.open(mara, id);
    page.change((ydoc) => {
      const element = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(1, [element]);
      element.insert(0, [new Y.XmlText("Monthly reports.")]);
    });
    await page.settled();
    page.close();
    const editor = await Page.open(lin, id);
    editor.change(() => editor.text(1).insert(0, "Signed "));
    await editor.settled();
    editor.close();
    expect((await decide(lin, id, "accept", await waitingIn(id))).status).toBe(201);
    const decisions = await lin.call("GET", `/documents/${id}/decisions`);
    const [writers, author] = [[{ id: lin.id, name: lin.name }], { id: mara.id, name: mara.name }];
    expect(decisions.body).toMatchObject([
      { proposals: [{ author, insertedText: "Signed Monthly reports.\n", writers }] },
    ]);
  });

  test("the record of a decision keeps where a new link leads and who signs in a new signature block", async () => {
    const id = await newContract("The price is 100 euros.");
    const page = await Page.open(mara, id);
    page.change((ydoc) => {
      const [element, text] = [new Y.XmlElement("paragraph"), new Y.XmlText()];
      const block = new Y.XmlElement("signatureBlock");
      block.setAttribute("organisation", "Northwind");
      ydoc.getXmlFragment("default").insert(1, [element, block]);
      element.insert(0, [text]);
      text.insert(0, "See the annex");
      text.format(8, 5, { link: { href: "https://annex.example/" } });
    });
    await page.settled();
    expect((await decide(lin, id, "accept", await waitingIn(id))).status).toBe(201);
    const link = { do: "format", mark: "link", to: { href: "https://annex.example/" }, words: "annex" };
    const signer = { do: "set", name: "organisation", to: "Northwind" };
    const decisions = await lin.call("GET", `/documents/${id}/decisions`);
    expect(decisions.body).toMatchObject([{ proposals: [{ settings: [link, signer] }] }]);
    page.close();
  });

  test("[DE6] what has changed since it was seen, and becomes void with the rest, is on record and is not called left", async () => {
    const id = await newContract("The price is 100 euros.");
    const page = await Page.open(mara, id);
    const { client, clock } = must(page.text(0)._start, "there are words").id;
    const format = (mark: "bold" | "italic"): void =>
      page.record({ do: "format", mark, value: {}, ids: [[client, clock + 13, 3]], group: "g" });
    format("bold");
    const other = await Page.open(mallory, id);
    other.strike(0, "100");
    await Promise.all([page.settled(), other.settled()]);
    const seen = await waitingIn(id);
    format("italic");
    await page.settled();
    expect(await leaving(id, "accept", seen)).toMatchObject({ status: 201, body: { left: [] } });
    expect(await waitingIn(id)).toEqual([]);
    expect((await lin.call("GET", `/documents/${id}/decisions`)).body).toMatchObject([
      { proposals: [{ authorId: mallory.id }], voided: [{ authorId: mara.id }] },
    ]);
    page.close();
    other.close();
  });

  test("[DE2] what changed after it was looked at is not decided on", async () => {
    const id = await newContract("fee");
    const page = await Page.open(mara, id);
    page.change(() => page.text(0).insert(0, "annual "));
    await page.settled();
    const seen = await waitingIn(id);
    page.change(() => page.text(0).insert(7, "net "));
    await page.settled();
    expect((await decide(osei, id, "accept", seen)).status).toBe(409);
    expect(await textOf(id, "agreed")).toBe("fee");
    page.close();
  });

  test("[DE2] of several of which one has changed the others are decided on where that is wanted, and the one is named", async () => {
    const id = await newContract("annual fee", "term");
    const page = await Page.open(mara, id);
    page.strike(0, "annual");
    page.change(() => page.text(1).insert(4, " of a year"));
    await page.settled();
    const seen = await waitingIn(id);
    page.change(() => page.text(1).insert(14, " or two"));
    await page.settled();
    expect((await decide(osei, id, "accept", seen)).body).toMatchObject({ code: "documents/proposals-changed" });
    expect(await waitingIn(id)).toHaveLength(2);
    const proposals = [...seen.map((each) => ({ id: each.id, digest: each.digest })), { id: "9-9", digest: "x" }];
    const wanted = { verdict: "accept", proposals, leaveChanged: true };
    const made = await osei.call("POST", `/documents/${id}/decisions`, wanted);
    expect(made).toMatchObject({
      status: 201,
      body: {
        left: [
          { id: seen[1]?.id, why: "changed" },
          { id: "9-9", why: "gone" },
        ],
      },
    });
    expect(await textOf(id, "agreed")).toBe(" fee\nterm");
    expect((await waitingIn(id)).map(({ insertedText }) => insertedText)).toEqual([" of a year or two"]);
    // Nothing is left to be decided on as it was seen.
    const again = await osei.call("POST", `/documents/${id}/decisions`, wanted);
    expect(again).toMatchObject({ status: 409, body: { code: "documents/proposals-changed" } });
    page.close();
  });

  /** Mara proposes 10 for 100, and Mallory answers with 95. */
  async function alternatives(...more: string[]): Promise<{ id: string; pages: [Page, Page]; seen: Told[] }> {
    const id = await newContract("The price is 100 euros.", ...more);
    const page = await Page.open(mara, id);
    page.strike(0, "100");
    page.change(() => page.text(0).insert(16, "10"));
    await page.settled();
    const [first] = await waitingIn(id);
    const [client = 0, clock = 0] = (first?.id ?? "").split("-").map(Number);
    const answer = await Page.open(mallory, id);
    answer.strike(0, "100");
    answer.change((ydoc) => {
      const from = Y.getState(ydoc.store, ydoc.clientID);
      answer.text(0).insert(18, "95");
      const ids: [number, number, number][] = [[ydoc.clientID, from, 2]];
      ydoc.getMap(PROPOSALS_NAME).set(`${mallory.id}:a`, { do: "counter", to: [client, clock], ids });
    });
    await answer.settled();
    const seen = await waitingIn(id);
    expect(seen.map(({ insertedText }) => insertedText)).toEqual(["10", "95"]);
    return { id, pages: [page, answer], seen };
  }
  test("[RV1] of alternatives none is accepted when one has changed since it was seen, and all of them are left", async () => {
    const { id, pages, seen } = await alternatives("Term.");
    const [page, answer] = pages;
    page.change(() => page.text(1).insert(5, " A year."));
    await page.settled();
    const all = await waitingIn(id);
    expect(await textOf(id, "proposed")).toBe("The price is 95 euros.\nTerm. A year.");
    answer.change(() => answer.text(0).insert(20, "!"));
    await answer.settled();
    expect((await decide(lin, id, "accept", seen.slice(0, 1))).status).toBe(409);
    expect(await leaving(id, "accept", seen)).toMatchObject({ status: 409 });
    const [first, second] = seen;
    expect(await leaving(id, "accept", all)).toMatchObject({
      status: 201,
      body: {
        left: [
          { id: first?.id, why: "rival" },
          { id: second?.id, why: "changed" },
        ],
      },
    });
    expect(await textOf(id, "agreed")).toBe("The price is 100 euros.\nTerm. A year.");
    expect((await waitingIn(id)).map(({ insertedText }) => insertedText)).toEqual(["10", "95!"]);
    page.close();
    answer.close();
  });

  test("[RV1] [RV4] an alternative that goes on keeps nobody from rejecting or withdrawing the other, which was seen as it is", async () => {
    for (const [person, verdict] of [
      [lin, "reject"],
      [mara, "withdraw"],
    ] as const) {
      const { id, pages, seen } = await alternatives();
      const [page, answer] = pages;
      answer.change(() => answer.text(0).insert(20, "!"));
      await answer.settled();
      expect((await decide(person, id, verdict, seen.slice(0, 1))).status).toBe(201);
      expect((await waitingIn(id)).map(({ insertedText }) => insertedText)).toEqual(["95!"]);
      expect(await textOf(id, "agreed")).toBe("The price is 100 euros.");
      page.close();
      answer.close();
    }
  });

  test("[RV1] with an alternative that builds on something that is left the others are left, too", async () => {
    const { id, pages, seen } = await alternatives("Term.", "End.");
    const [page, answer] = pages;
    page.change(() => page.text(2).insert(3, " of it"));
    await page.settled();
    // Osei's new paragraph, to which Mallory joins the next as part of the answer.
    const other = await Page.open(osei, id);
    other.change((ydoc) => {
      const element = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(1, [element]);
      element.insert(0, [new Y.XmlText("New.")]);
    }, updateFlags.propose);
    await other.settled();
    const again = await Page.open(mallory, id);
    const blockId = (index: number): [number, number] => {
      const { id: at } = (again.ydoc.getXmlFragment("default").get(index) as Y.XmlElement)._item as Y.Item;
      return [at.client, at.clock];
    };
    const [client = 0, clock = 0] = (seen[0]?.id ?? "").split("-").map(Number);
    again.change((ydoc) => {
      const records = ydoc.getMap(PROPOSALS_NAME);
      records.set(`${mallory.id}:join`, { do: "join", block: blockId(2), to: blockId(1), group: "g" });
      records.set(`${mallory.id}:b`, { do: "counter", to: [client, clock], ids: [], group: "g" });
    });
    await again.settled();
    const all = await waitingIn(id);
    expect(all).toHaveLength(5);
    other.change(() => other.text(1).insert(4, " Later."), updateFlags.propose);
    await other.settled();
    const joined = all.find(({ kind }) => kind === "join");
    const paragraph = all.find(({ author }) => author.id === osei.id);
    // What builds on the changed paragraph is named as it waits now, so that nothing but its paragraph is not as it was seen.
    const now = (await waitingIn(id)).map((each) => (each.id === paragraph?.id ? paragraph : each));
    const { status, body } = await leaving(id, "accept", now);
    expect([status, (body as { left: unknown[] }).left]).toEqual([
      201,
      [
        { id: paragraph?.id, why: "changed" },
        { id: joined?.id, why: "requires" },
        { id: seen[0]?.id, why: "rival" },
        { id: seen[1]?.id, why: "rival" },
      ],
    ]);
    expect(await textOf(id, "agreed")).toBe("The price is 100 euros.\nTerm.\nEnd of it.");
    expect(await waitingIn(id)).toHaveLength(4);
    for (const each of [page, answer, other, again]) each.close();
  });

  test("[RV3] words in a paragraph that loses to an alternative are on record as not chosen, not as accepted", async () => {
    const id = await newContract("The price is 100 euros.");
    const addParagraph = (page: Page, words: string): void =>
      page.change((ydoc) => {
        const element = new Y.XmlElement("paragraph");
        ydoc.getXmlFragment("default").insert(1, [element]);
        element.insert(0, [new Y.XmlText(words)]);
      }, updateFlags.propose);
    const page = await Page.open(mara, id);
    addParagraph(page, "Thirty days.");
    await page.settled();
    const [client = 0, clock = 0] = ((await waitingIn(id))[0]?.id ?? "").split("-").map(Number);
    const inside = await Page.open(osei, id);
    inside.change(() => inside.text(1).insert(6, " working"), updateFlags.propose);
    await inside.settled();
    const answer = await Page.open(mallory, id);
    addParagraph(answer, "Sixty days.");
    const block = must((answer.ydoc.getXmlFragment("default").get(1) as Y.XmlElement)._item, "it is there").id;
    answer.record({ do: "counter", to: [client, clock], ids: [[block.client, block.clock, 1]] });
    await answer.settled();
    expect(await decide(lin, id, "accept", await waitingIn(id))).toMatchObject({ status: 201, body: { left: [] } });
    expect(await textOf(id, "agreed")).toBe("The price is 100 euros.\nSixty days.");
    const [decision] = (await lin.call("GET", `/documents/${id}/decisions`)).body as Record<string, Told[]>[];
    const told = Object.fromEntries(
      ["proposals", "notChosen", "voided"].map((name) => [name, decision?.[name]?.map((each) => each.insertedText)]),
    );
    expect(told).toEqual({ proposals: ["Sixty days.\n"], notChosen: ["Thirty days.\n", " working"], voided: [] });
    expect(await waitingIn(id)).toEqual([]);
    for (const each of [page, inside, answer]) each.close();
  });

  test("[TB1] [TB2] of two who take a decision back at once one does, and what was decided waits again with its discussion", async () => {
    const id = await newContract("The price is 100 euros.");
    const page = await Page.open(mara, id);
    page.strike(0, "100");
    page.change(() => page.text(0).insert(16, "90"));
    await page.settled();
    const waiting = await waitingIn(id);
    const about = { anchor: { type: "proposal", proposal: waiting[0]?.id }, text: "Why?" };
    expect((await osei.call("POST", `/documents/${id}/threads`, about)).status).toBe(201);
    const { seq } = (await decide(osei, id, "accept", waiting)).body as { seq: number };
    const back = (person: Colleague): Promise<{ status: number; body: never }> =>
      person.call("POST", `/documents/${id}/decisions/${seq}/take-back`, { reason: "too early" });
    expect(await back(mara)).toMatchObject({ status: 403 });
    const answers = await Promise.all([back(lin), back(osei)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: "documents/decision-taken-back",
    });
    expect(await textOf(id, "agreed")).toBe("The price is 100 euros.");
    expect(await waitingIn(id)).toMatchObject([
      { id: waiting[0]?.id, kind: "replace", insertedText: "90", author: { id: mara.id }, party: "ours" },
    ]);
    const { threads } = (await osei.call("GET", `/documents/${id}/threads`)).body as { threads: { anchor: object }[] };
    expect(threads.map(({ anchor }) => anchor)).toMatchObject([{ proposalId: waiting[0]?.id, decidedSeq: null }]);
    const decisions = (await lin.call("GET", `/documents/${id}/decisions`)).body as { seq: number }[];
    expect(decisions).toMatchObject([
      { seq, verdict: "accept", takenBackBy: decisions[1]?.seq, decidedBy: { id: osei.id } },
      { verdict: "takeBack", takesBack: seq, reason: "too early", proposals: [{ insertedText: "90" }] },
    ]);
    const { sittings } = (await osei.call("GET", `/documents/${id}/timeline`)).body as { sittings: object[] };
    // What one person decided and took back in one sitting is nothing that came of it.
    const taker = (decisions[1] as { decidedBy?: { id: string } } | undefined)?.decidedBy?.id;
    expect(sittings).toContainEqual(
      expect.objectContaining(
        taker === osei.id
          ? { way: "decision", rows: 2, takenBack: 0, accepted: 0, rejected: 0 }
          : { way: "decision", rows: 1, takenBack: 1, accepted: 0, rejected: 0 },
      ),
    );
    // The taking back is a decision like any, but nobody takes it back.
    const later = await osei.call("POST", `/documents/${id}/decisions/${decisions[1]?.seq}/take-back`, {});
    expect(later).toMatchObject({ status: 409, body: { code: "documents/decision-stays" } });
    expect((await decide(lin, id, "accept", await waitingIn(id))).status).toBe(201);
    expect(await textOf(id, "agreed")).toBe("The price is 90 euros.");
    page.close();
  });

  test("[TB2] a decision of another side, one whose place has changed and one that is none are not taken back", async () => {
    const id = await newContract("fee", "term");
    const page = await Page.open(mara, id);
    page.change(() => page.text(0).insert(0, "annual "));
    await page.settled();
    const { seq } = (await decide(osei, id, "accept", await waitingIn(id))).body as { seq: number };
    const back = (person: Colleague, of = seq): Promise<{ status: number; body: never }> =>
      person.call("POST", `/documents/${id}/decisions/${of}/take-back`, {});
    const other = await company.colleague("Nadia");
    await lin.call("POST", `/documents/${id}/shares`, { personId: other.id, role: "edit", party: "counsel" });
    expect(await back(other)).toMatchObject({ status: 403, body: { code: "documents/decision-of-others" } });
    expect(await back(lin, 1)).toMatchObject({ status: 404, body: { code: "documents/decision-not-found" } });
    const editor = await Page.open(lin, id);
    editor.change(() => editor.text(0).insert(3, "X"));
    await editor.settled();
    expect(await back(lin)).toMatchObject({ status: 409, body: { code: "documents/decision-place-changed" } });
    expect(await textOf(id, "agreed")).toBe("annXual fee\nterm");
    page.close();
    editor.close();
  });

  test("who proposes may withdraw their own and decide nothing", async () => {
    const id = await newContract("fee");
    const page = await Page.open(mara, id);
    page.change(() => page.text(0).insert(0, "annual "));
    await page.settled();
    const waiting = await waitingIn(id);
    expect(await decide(mara, id, "accept", waiting)).toMatchObject({ status: 403 });
    expect(await decide(mallory, id, "withdraw", waiting)).toMatchObject({
      status: 403,
      body: { code: "documents/not-your-proposal" },
    });
    expect((await decide(mara, id, "withdraw", waiting)).status).toBe(201);
    expect(await textOf(id, "proposed")).toBe("fee");
    page.close();
  });

  test("who may edit may propose instead, by choice", async () => {
    const id = await newContract("fee");
    const page = await Page.open(osei, id);
    page.change(() => page.text(0).insert(0, "annual "), updateFlags.propose);
    await page.settled();
    expect(await textOf(id, "agreed")).toBe("fee");
    expect(await waitingIn(id)).toMatchObject([{ author: { id: osei.id } }]);
    page.close();
  });

  test("[LG2] proposals and decisions are the same after a restart", async () => {
    const id = await newContract("fee", "term");
    const page = await Page.open(mara, id);
    page.change(() => page.text(0).insert(0, "annual "));
    page.change(() => page.text(1).insert(0, "long "));
    await page.settled();
    const before = await waitingIn(id);
    await decide(osei, id, "accept", before.slice(0, 1));
    const left = await waitingIn(id);
    page.close();
    await company.restart();
    expect(await waitingIn(id)).toEqual(left);
    expect(await textOf(id, "agreed")).toBe("annual fee\nterm");
    expect(await textOf(id, "proposed")).toBe("annual fee\nlong term");
    expect((await lin.call("GET", `/documents/${id}/decisions`)).body).toHaveLength(1);
  });
});

test("what somebody else wrote into the words of a proposal is told beforehand, and kept with the decision", async () => {
  const id = await newContract("Payment within fifteen days.");
  const [maras, oseis] = [await Page.open(mara, id), await Page.open(osei, id)];
  maras.strike(0, "within fifteen");
  maras.change(() => maras.text(0).insert(22, " in ten"));
  oseis.change(() => oseis.text(0).insert(15, "at least "));
  await Promise.all([maras.settled(), oseis.settled()]);
  const [first] = await waitingIn(id);
  const inside = [{ by: { id: osei.id, name: "Osei" }, text: "at least ", waits: false }];
  expect(first).toMatchObject({ deletedText: "within fifteen", insertedText: " in ten", inside });
  // Whoever has not seen what came since accepts nothing.
  oseis.change(() => oseis.text(0).insert(24, "about "));
  await oseis.settled();
  const proposals = first ? [first] : [];
  expect(await decide(lin, id, "accept", proposals)).toMatchObject({
    status: 409,
    body: { code: "documents/proposals-changed" },
  });
  await decide(lin, id, "accept", await waitingIn(id));
  const stayed = [{ ...inside[0], text: "at least about " }];
  expect((await lin.call("GET", `/documents/${id}/decisions`)).body).toMatchObject([
    { verdict: "accept", proposals: [{ author: { name: "Mara" }, inside: stayed }] },
  ]);
  expect(await textOf(id, "agreed")).toBe("Payment at least about  in ten days.");
  for (const page of [maras, oseis]) page.close();
});
