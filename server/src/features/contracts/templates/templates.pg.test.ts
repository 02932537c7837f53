import { must } from "@parley/base";
import type { ContractField, ContractFields, LibraryPassage, Template } from "@parley/contracts";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import {
  type Actor,
  type Answer,
  stageDocumentsScene,
} from "../../../../../test/scenarios/documents/documents-scene.ts";

const { scene, ceo, legal, finance, rd } = await stageDocumentsScene(["ceo", "legal", "finance", "rd"]);

const ours = (
  await ceo.call("POST", "/contract-parties", {
    side: "ours",
    name: "锦江生物科技有限公司",
    creditCode: "91510100MA61XR8L0G",
    address: "成都市高新区天府大道 1 号",
  })
).body;
const seller = (
  await ceo.call("POST", "/contract-parties", {
    name: "上海赛默仪器有限公司",
    address: "上海市浦东新区张江路 88 号",
    bankName: "招商银行上海分行",
    bankAccount: "121900000010201",
  })
).body;
const added = await ceo.call("POST", "/contract-templates/samples", {});

async function findTemplate(title: string): Promise<Template> {
  const { templates } = (await legal.call("GET", "/contract-templates")).body as { templates: Template[] };
  return must(
    templates.find((each) => each.title === title),
    title,
  );
}

const purchase = await findTemplate("试剂及耗材采购合同");
const days = (count: number): object => ({ kind: "days", count, dayKind: "working" });
const values = {
  "pay-within": days(10),
  "inspect-within": days(5),
  prepaid: { kind: "percent", percent: "30" },
  "late-fee": { kind: "percent", percent: "0.05" },
  "late-cap": { kind: "percent", percent: "10" },
  warranty: { kind: "number", number: "12" },
  copies: { kind: "number", number: "4" },
  "deliver-on": { kind: "date", day: "2027-03-01" },
  "deliver-to": { kind: "text", text: "成都市高新区天府大道 1 号" },
};

async function startContract(by: Actor = legal, text: object = {}): Promise<Answer["body"]> {
  const answer = await by.call("POST", "/contracts", {
    categoryId: purchase.category?.id,
    title: "培养基",
    ourParty: { id: ours.id },
    counterparties: [{ id: seller.id }],
    direction: "expense",
    amount: { minor: "128640050", currency: "CNY" },
    taxRate: 13,
    startDay: "2027-01-01",
    endDay: "2027-12-31",
    text: { kind: "template", templateId: purchase.id, version: 1, values, ...text },
  });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
}

const textOf = async (id: string, view = "agreed"): Promise<string> =>
  (await legal.call("GET", `/documents/${id}/text?view=${view}`)).body;
const linesOf = async (id: string, view = "agreed"): Promise<string[]> => (await textOf(id, view)).split("\n");
const fieldsOf = async (id: string, by: Actor = legal): Promise<ContractFields> =>
  (await by.call("GET", `/contracts/${id}/fields`)).body;
const fieldOf = (fields: ContractFields, name: string): ContractField =>
  must(
    fields.fields.find(({ definition }) => definition.name === name),
    name,
  );
const recordOf = async (id: string): Promise<Answer["body"]> => (await legal.call("GET", `/contracts/${id}`)).body;
const passagesOf = async (id: string): Promise<LibraryPassage[]> =>
  (await legal.call("GET", `/contracts/${id}/library-passages`)).body.passages;

/** Changes a document as somebody at their editor does, and lets typing pause. */
async function edit(actor: Actor, id: string, task: (ydoc: Y.Doc) => void): Promise<void> {
  const socket = await actor.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  ydoc.transact(() => task(ydoc));
  socket.send(encodeParleyUpdateFrame(seq, 0, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", ({ count }) => count === 1);
  scene.clock.advance(30_000);
  socket.close();
}

/** Puts other words in the place of some, with their look. */
function retype(ydoc: Y.Doc, words: string, by: string): void {
  for (const element of ydoc.getXmlFragment("default").toArray()) {
    if (!(element instanceof Y.XmlElement)) continue;
    for (const text of element.toArray()) {
      if (!(text instanceof Y.XmlText)) continue;
      let offset = 0;
      for (const { insert, attributes } of text.toDelta() as { insert: string; attributes?: object }[]) {
        const at = insert.indexOf(words);
        if (at >= 0) {
          text.insert(offset + at + words.length, by, attributes ?? {});
          text.delete(offset + at, words.length);
          return;
        }
        offset += insert.length;
      }
    }
  }
  throw new Error(`there is no “${words}”`);
}

describe("templates", () => {
  test("[M1] the samples are added once, published, in both languages, by an administrator only", async () => {
    expect(added.body).toEqual({ templates: 6, clauses: 6 });
    expect((await ceo.call("POST", "/contract-templates/samples", {})).body).toEqual({ templates: 0, clauses: 0 });
    expect((await legal.call("POST", "/contract-templates/samples", {})).status).toBe(403);
    const { templates } = (await rd.call("GET", "/contract-templates?language=en")).body as { templates: Template[] };
    expect(templates.map(({ title }) => title).toSorted()).toEqual([
      "Mutual Non-Disclosure Agreement",
      "Purchase Agreement for Reagents and Consumables",
      "Technical Service Agreement",
    ]);
  });

  test("[CT4] a contract from a template has the values of form and record in all their places, and stays with its version", async () => {
    const contract = await startContract();
    const text = await textOf(contract.documentId);
    expect(text).toContain(
      "本合同总价为¥1,286,400.50（大写：人民币壹佰贰拾捌万陆仟肆佰元伍角整），含税率为13%的增值税",
    );
    expect(text).toContain("乙方（卖方）：上海赛默仪器有限公司");
    expect(text).toContain("开户行招商银行上海分行，账号121900000010201");
    expect(text).toContain("有效期自2027年1月1日至2027年12月31日");
    expect(text).toContain("本合同一式肆份");
    expect(text).toContain("未按此通知的");
    expect(text).toContain("统一社会信用代码：【卖方统一社会信用代码】");
    expect(text).not.toMatch(/【(?!卖方统一社会信用代码)/u);
    const fields = await fieldsOf(contract.id);
    expect(fields.template).toMatchObject({ id: purchase.id, version: 1, newest: 1 });
    expect(fields.fields.filter(({ state }) => state !== "agreed")).toEqual([]);
    expect(fields.deadReferences).toEqual([]);
  });

  test("[CT4] a switch that is off when the contract is made leaves its clauses out, and later ones are numbered on", async () => {
    const without = await startContract(legal, { options: { confidential: "no", "cold-chain": "no" } });
    const lines = await linesOf(without.documentId);
    expect(lines).not.toContain("保密");
    expect(lines.join("\n")).toContain("货物按第四条验收合格");
    const withAll = await startContract();
    expect(await textOf(withAll.documentId)).toContain("货物按第五条验收合格");
  });

  test("[CT4] values that do not fit and required ones that are missing are refused before anything is made", async () => {
    const ask = (text: object): Promise<Answer> =>
      legal.call("POST", "/contracts", {
        categoryId: purchase.category?.id,
        title: "培养基",
        ourParty: { id: ours.id },
        counterparties: [{ id: seller.id }],
        direction: "expense",
        startDay: "2027-01-01",
        endDay: "2027-12-31",
        text: { kind: "template", templateId: purchase.id, version: 1, ...text },
      });
    const codeOf = async (text: object): Promise<string> => (await ask(text)).body.code;
    expect(await codeOf({ values: { nothing: { kind: "text", text: "x" } } })).toBe("contracts/unknown-variable");
    expect(await codeOf({ values: { warranty: { kind: "number", number: "1000" } } })).toBe("contracts/value-unfit");
    expect(await codeOf({ version: 7 })).toBe("contracts/template-not-found");
  });

  test("[CT4] [CT7] publishing freezes text and definition; contracts that are there keep theirs, and what is faulty is not published", async () => {
    const { id } = (await ceo.call("POST", "/contract-templates", { title: "租赁", language: "zh" })).body;
    const draft = (await ceo.call("GET", `/contract-templates/${id}`)).body;
    expect(draft.faults).toEqual([{ code: "no-text", name: "", isFatal: true }]);
    const refused = await ceo.call("POST", `/contract-templates/${id}/versions`, {});
    expect(refused.body.code).toBe("contracts/template-faulty");
    await edit(ceo, id, (ydoc) => {
      const text = new Y.XmlText();
      (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).insert(0, [text]);
      text.insert(0, "租金为");
      text.insert(3, "【租金】", { variable: { name: "rent", form: "figures" } });
    });
    const faults = (await ceo.call("GET", `/contract-templates/${id}`)).body.faults;
    expect(faults).toEqual([{ code: "undefined-variable", name: "rent", isFatal: true }]);
    const definition = {
      language: "zh",
      variables: [{ name: "rent", kind: "money", labels: { en: "Rent", zh: "租金" }, required: false }],
      bindings: { rent: "amount" },
      switches: [],
    };
    const changed = await ceo.call("PATCH", `/contract-templates/${id}`, { revision: draft.revision, definition });
    expect(changed.body).toMatchObject({ faults: [], places: { rent: 1 }, isChanged: true, version: 0 });
    expect(
      (await ceo.call("PATCH", `/contract-templates/${id}`, { revision: draft.revision, definition })).body.code,
    ).toBe("contracts/template-changed-meanwhile");
    const published = await ceo.call("POST", `/contract-templates/${id}/versions`, { note: "first" });
    expect(published.body).toMatchObject({ version: 1, isChanged: false });
    expect((await ceo.call("POST", `/contract-templates/${id}/versions`, {})).body.code).toBe(
      "contracts/template-unchanged",
    );
    expect((await legal.call("GET", `/contract-templates/${id}`)).status).toBe(404);
    const made = (
      await legal.call("POST", "/contracts", {
        categoryId: purchase.category?.id,
        title: "仓库",
        ourParty: { id: ours.id },
        counterparties: [{ id: seller.id }],
        direction: "expense",
        amount: { minor: "100", currency: "CNY" },
        startDay: "2027-01-01",
        endDay: "2027-12-31",
        text: { kind: "template", templateId: id, version: 1 },
      })
    ).body;
    await edit(ceo, id, (ydoc) => retype(ydoc, "租金为", "月租金为"));
    await ceo.call("POST", `/contract-templates/${id}/versions`, { note: "second" });
    expect((await fieldsOf(made.id)).template).toMatchObject({ version: 1, newest: 2 });
    expect(await textOf(made.documentId)).toBe("租金为¥1.00");
  });
});

describe("values in a contract", () => {
  test("[M1] [CT6] three values are set by one change each in all their places, and the record follows", async () => {
    const contract = await startContract();
    const { seq } = (await legal.call("GET", `/documents/${contract.documentId}/attribution`)).body;
    const answer = await legal.call("PUT", `/contracts/${contract.id}/fields`, {
      values: {
        price: { kind: "money", minor: "50000000", currency: "CNY" },
        "pay-within": days(20),
        until: { kind: "date", day: "2028-06-30" },
      },
    });
    expect(answer).toMatchObject({ status: 200 });
    // Figures, capitals, two periods, one day.
    expect(answer.body.places).toBe(5);
    const text = await textOf(contract.documentId);
    expect(text).toContain("¥500,000.00（大写：人民币伍拾万元整）");
    expect(text.match(/20个工作日/gu)?.length ?? 0).toBe(2);
    expect(text).toContain("至2028年6月30日");
    const after = (await legal.call("GET", `/documents/${contract.documentId}/attribution`)).body.seq;
    expect(after - seq).toBe(1);
    expect(await recordOf(contract.id)).toMatchObject({
      amount: { minor: "50000000", currency: "CNY" },
      baseAmount: { minor: "50000000", currency: "CNY" },
      endDay: "2028-06-30",
    });
  });

  test("[CT5] an amount that is typed in all its places changes the record; in one place alone it is told and changes nothing", async () => {
    const contract = await startContract();
    await edit(legal, contract.documentId, (ydoc) => retype(ydoc, "¥1,286,400.50", "¥499,999.00"));
    await expect.poll(async () => fieldOf(await fieldsOf(contract.id), "price").state).toBe("conflict");
    const price = fieldOf(await fieldsOf(contract.id), "price");
    expect(price.places.map(({ isOdd }) => isOdd)).toEqual([false, true]);
    expect(price.kept).toMatchObject({ minor: "128640050" });
    expect((await recordOf(contract.id)).amount.minor).toBe("128640050");
    await edit(legal, contract.documentId, (ydoc) =>
      retype(ydoc, "人民币壹佰贰拾捌万陆仟肆佰元伍角整", "人民币肆拾玖万玖仟玖佰玖拾玖元整"),
    );
    await expect.poll(async () => (await recordOf(contract.id)).amount.minor).toBe("49999900");
    expect(fieldOf(await fieldsOf(contract.id), "price").state).toBe("agreed");
    const events = await scene.database.sql<{ kind: string; by: string }[]>`
      select kind, person_id as by from contracts.event where contract_id = ${contract.id} order by seq`;
    expect(events.at(-1)).toEqual({ kind: "record.follows-text", by: legal.id });
  });

  test("[CT5] another counterparty in the text is the record's when the master data know it; nothing of the former stays", async () => {
    const contract = await startContract();
    const other = (
      await ceo.call("POST", "/contract-parties", { name: "北京博奥试剂有限公司", address: "北京市海淀区 5 号" })
    ).body;
    await legal.call("PUT", `/contracts/${contract.id}/fields`, {
      values: { seller: { kind: "party", name: other.name, address: other.address } },
    });
    const text = await textOf(contract.documentId);
    expect(text).toContain("乙方（卖方）：北京博奥试剂有限公司");
    expect(text).not.toContain("121900000010201");
    expect(text).toContain("账号【卖方账号】");
    const record = await recordOf(contract.id);
    expect(record.parties.map(({ name }: { name: string }) => name)).toEqual([ours.name, other.name]);
    expect(fieldOf(await fieldsOf(contract.id), "seller")).toMatchObject({ state: "agreed", legalPartyId: other.id });
  });

  test("[CT6] whoever may only propose proposes a value, and the record waits for the decision", async () => {
    const contract = await startContract();
    await legal.call("POST", `/documents/${contract.documentId}/shares`, { personId: finance.id, role: "suggest" });
    await scene.database.sql`
      insert into contracts.member (contract_id, person_id, reason, since) values (${contract.id}, ${finance.id}, 'reader', now())`;
    expect((await fieldsOf(contract.id, finance)).writes).toBe("as-proposal");
    const answer = await finance.call("PUT", `/contracts/${contract.id}/fields`, {
      values: { price: { kind: "money", minor: "100000", currency: "CNY" } },
    });
    expect(answer.body).toMatchObject({ places: 2 });
    expect(await textOf(contract.documentId)).toContain("¥1,286,400.50");
    expect(await textOf(contract.documentId, "proposed")).toContain("¥1,000.00（大写：人民币壹仟元整）");
    expect((await recordOf(contract.id)).amount.minor).toBe("128640050");
    const proposals = (await legal.call("GET", `/documents/${contract.documentId}/proposals`)).body;
    expect(proposals.length).toBeGreaterThan(0);
    // A stranger to the document sees the record's fields, and changes nothing.
    expect((await fieldsOf(contract.id, ceo)).writes).toBe("not");
    const stranger = await ceo.call("PUT", `/contracts/${contract.id}/fields`, { values: {} });
    expect(stranger.status).toBe(404);
  });

  test("[CT6] a contract without a template has a variable for each field of the record that its text may be marked with", async () => {
    const { status, body } = await legal.call("POST", "/contracts", {
      categoryId: purchase.category?.id,
      title: "他方文本",
      ourParty: { id: ours.id },
      counterparties: [{ id: seller.id }],
      direction: "expense",
      startDay: "2027-01-01",
      endDay: "2027-12-31",
    });
    expect(status).toBe(201);
    await edit(legal, body.documentId, (ydoc) => {
      const text = new Y.XmlText();
      (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).insert(0, [text]);
      text.insert(0, "总价");
      text.insert(2, "12万元", { variable: { name: "amount", form: "figures" } });
    });
    await expect.poll(async () => (await recordOf(body.id)).amount?.minor).toBe("12000000");
  });
});

describe("switches", () => {
  test("[M1] [CT2] [CT3] turned off, a clause, its number and later numbers go and references follow; a reference to it would be dead; turned on it is back in its place with present values", async () => {
    const contract = await startContract();
    const before = await linesOf(contract.documentId);
    expect(before.filter((line) => line === "保密")).toHaveLength(1);
    expect(before.join("\n")).toContain("违反第六条的");
    await legal.call("PUT", `/contracts/${contract.id}/fields`, {
      values: { "late-cap": { kind: "percent", percent: "8" } },
    });
    const off = await legal.call("PUT", `/contracts/${contract.id}/switches/confidential`, { value: "no" });
    expect(off).toMatchObject({ status: 200 });
    expect(off.body.fields.switches.find(({ name }: { name: string }) => name === "confidential").value).toBe("no");
    const without = await linesOf(contract.documentId);
    expect(without).toHaveLength(before.length - 4);
    expect(without).not.toContain("保密");
    expect((await recordOf(contract.id)).state).toBe("draft");
    await legal.call("PUT", `/contracts/${contract.id}/switches/cold-chain`, { value: "no" });
    expect(await textOf(contract.documentId)).toContain("货物按第四条验收合格");
    await legal.call("PUT", `/contracts/${contract.id}/switches/cold-chain`, { value: "yes" });
    const on = await legal.call("PUT", `/contracts/${contract.id}/switches/confidential`, { value: "yes" });
    expect(on.body.places).toBe(4);
    const after = await linesOf(contract.documentId);
    expect(after).toEqual(before.map((line) => line.replaceAll("10%", "8%")));
    expect((await legal.call("PUT", `/contracts/${contract.id}/switches/none`, { value: "yes" })).body.code).toBe(
      "contracts/unknown-switch",
    );
  });

  test("[CT2] as a proposal nothing agreed changes, and asking twice proposes once", async () => {
    const contract = await startContract(legal, { options: { confidential: "no" } });
    const before = await textOf(contract.documentId);
    const turn = (): Promise<Answer> =>
      legal.call("PUT", `/contracts/${contract.id}/switches/confidential`, { value: "yes", asProposal: true });
    expect((await turn()).body.places).toBe(4);
    expect((await turn()).body.places).toBe(0);
    expect(await textOf(contract.documentId)).toBe(before);
    expect((await linesOf(contract.documentId, "proposed")).filter((line) => line === "保密")).toHaveLength(1);
  });

  test("[CT2] a reference whose clause is gone is told", async () => {
    const contract = await startContract();
    await edit(legal, contract.documentId, (ydoc) => {
      const fragment = ydoc.getXmlFragment("default");
      const at = fragment.toArray().findIndex((each) => (each as Y.XmlElement).getAttribute("clause") === "inspection");
      fragment.delete(at, 1);
    });
    await expect.poll(async () => (await fieldsOf(contract.id)).deadReferences.length).toBe(1);
    expect((await fieldsOf(contract.id)).deadReferences[0]?.text).toBe("第五条");
  });
});

describe("the clause library", () => {
  const findClause = async (name: string): Promise<{ id: string; version: number }> => {
    const { clauses } = (await legal.call("GET", `/library-clauses?search=${encodeURIComponent(name)}`)).body;
    return must(clauses[0], name);
  };

  /** Puts what the library gives behind the last clause, as an editor does. */
  async function insertAtEnd(
    documentId: string,
    blocks: { attributes: Record<string, unknown>; runs: { text: string }[] }[],
  ): Promise<void> {
    await edit(legal, documentId, (ydoc) => {
      const fragment = ydoc.getXmlFragment("default");
      fragment.push(
        blocks.map(({ attributes, runs }) => {
          const element = new Y.XmlElement("paragraph");
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value as string);
          element.push([new Y.XmlText(runs.map(({ text }) => text).join(""))]);
          return element;
        }),
      );
    });
  }

  test("[M2] [CT8] [CT9] [CT10] a clause arrives with its id and version; edited it differs, with the words; the next version is told and put in its place", async () => {
    const contract = await startContract();
    const clause = await findClause("争议解决–仲裁");
    const { blocks, version } = (
      await legal.call("GET", `/library-clauses/${clause.id}/insertable?language=zh&contractId=${contract.id}`)
    ).body;
    expect(version).toBe(1);
    expect(blocks[0].attributes).toMatchObject({ library: `${clause.id}@1`, clause: expect.any(String) });
    await insertAtEnd(contract.documentId, blocks);
    expect(await passagesOf(contract.id)).toMatchObject([
      {
        clauseId: clause.id,
        version: 1,
        newest: 1,
        state: "same",
        names: { zh: "争议解决–仲裁" },
        difference: [],
        toNewest: [],
      },
    ]);
    await edit(legal, contract.documentId, (ydoc) => retype(ydoc, "仲裁地为北京", "仲裁地为上海"));
    const [differs] = await passagesOf(contract.id);
    expect(differs?.state).toBe("differs");
    expect(differs?.difference.flat().filter(({ kind }) => kind !== "same")).toEqual([
      { kind: "old", text: "北京" },
      { kind: "new", text: "上海" },
    ]);
    const { documents } = (await ceo.call("GET", `/library-clauses/${clause.id}`)).body;
    await edit(ceo, documents.zh, (ydoc) => retype(ydoc, "三名仲裁员", "一名仲裁员"));
    expect((await ceo.call("GET", `/library-clauses/${clause.id}`)).body.isChanged).toBe(true);
    await ceo.call("POST", `/library-clauses/${clause.id}/versions`, { note: "one arbitrator" });
    const [newer] = await passagesOf(contract.id);
    expect(newer).toMatchObject({ version: 1, newest: 2, state: "differs" });
    expect(
      newer?.toNewest
        .flat()
        .filter(({ kind }) => kind === "new")
        .map(({ text }) => text),
    ).toEqual(["北京", "一"]);
    const renewed = await legal.call("POST", `/contracts/${contract.id}/library-passages/${newer?.clause}/renew`, {
      version: 2,
    });
    expect(renewed).toMatchObject({ status: 200 });
    expect(await passagesOf(contract.id)).toMatchObject([
      { version: 2, newest: 2, state: "same", clause: newer?.clause },
    ]);
    expect(await textOf(contract.documentId)).toContain("一名仲裁员");
  });

  test("[M2] what keeps the library is for whoever keeps it; everybody finds what is published", async () => {
    const made = await ceo.call("POST", "/library-clauses", {
      names: { en: "", zh: "通知" },
      tags: ["通用条款"],
      languages: ["zh"],
    });
    expect(made).toMatchObject({ status: 201 });
    expect((await ceo.call("POST", `/library-clauses/${made.body.id}/versions`, {})).body.code).toBe(
      "contracts/library-clause-empty",
    );
    expect((await rd.call("POST", "/library-clauses", { names: { en: "x", zh: "" }, languages: ["en"] })).status).toBe(
      403,
    );
    const { clauses, mayKeep } = (await rd.call("GET", "/library-clauses")).body;
    expect(mayKeep).toBe(false);
    expect(clauses.map(({ names }: { names: { zh: string } }) => names.zh)).not.toContain("通知");
    const found = (await rd.call("GET", "/library-clauses?scope=penalties&language=en")).body.clauses;
    expect(found.map(({ names }: { names: { en: string } }) => names.en)).toEqual(["Late fees"]);
  });
});
