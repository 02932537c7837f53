import { type DocumentId, type Party, Refusal } from "@parley/base";
import type { DecisionRule } from "@parley/proposals";
import { beforeAll, expect, test } from "vitest";
import { type Colleague, type Company, openCompany } from "../../../../test/support/company.ts";
import { proposeParagraph } from "../../../../test/support/propose-paragraph.ts";

/** As where parties negotiate: what one party proposes the other agrees to. Each party lets go of its own. */
const otherSideAgrees: DecisionRule = ({ verdict, by, proposal }) =>
  verdict === "accept" && by.party === proposal.party
    ? new Refusal("test/other-side", { status: 403, en: "The other side agrees to that.", zh: "须由对方同意。" })
    : null;

const negotiated = {
  kind: "negotiated",
  label: { en: "Negotiated", zh: "谈判" },
  icon: "note",
  findDecisionRule: () => Promise.resolve(otherSideAgrees),
};

let company: Company;
let lin: Colleague;
let legal: Colleague;
let rd: Colleague;

beforeAll(async () => {
  company = await openCompany({ moreKinds: [negotiated] });
  [lin, legal, rd] = [await company.colleague("Lin"), await company.colleague("Legal"), await company.colleague("Rd")];
  return () => company.stop();
});

test("[DE7] where a rule says so, a party's proposal is accepted by the other side only", async () => {
  const id = await newDocument("negotiated");
  await proposeParagraph(rd, id, "Delivery in May.");
  expect(await decide(id, rd, "accept")).toMatchObject({ status: 403, body: { code: "test/other-side" } });
  expect(await agreedText(id)).toBe("");
  expect((await lin.call("GET", `/documents/${id}/refused-attempts`)).body).toMatchObject({
    attempts: [{ person: { id: rd.id }, act: "decision", code: "rule", ordinary: true, count: 1 }],
  });
  expect(await decide(id, lin, "accept")).toMatchObject({ status: 201 });
  expect(await agreedText(id)).toBe("Delivery in May.");
});

test("[DE7] colleagues do not agree to each other's proposals for the other side, and may reject and withdraw them", async () => {
  const id = await newDocument("negotiated");
  await proposeParagraph(legal, id, "Penalty of 5 %.");
  expect(await decide(id, lin, "accept")).toMatchObject({ status: 403 });
  expect(await decide(id, lin, "reject")).toMatchObject({ status: 201 });
  await proposeParagraph(legal, id, "Penalty of 10 %.");
  expect(await decide(id, legal, "withdraw")).toMatchObject({ status: 201 });
  expect(await waiting(id)).toEqual([]);
  expect(await agreedText(id)).toBe("");
});

test("[DE7] one proposal that somebody may not accept stops the whole decision", async () => {
  const id = await newDocument("negotiated");
  await proposeParagraph(rd, id, "Theirs.");
  await proposeParagraph(legal, id, "Ours.");
  expect(await waiting(id)).toHaveLength(2);
  expect(await decide(id, lin, "accept")).toMatchObject({ status: 403 });
  expect(await waiting(id)).toHaveLength(2);
  expect(await agreedText(id)).toBe("");
});

test("[DE7] whom the author acted for when they proposed counts, not whom they act for now", async () => {
  const id = await newDocument("negotiated");
  await proposeParagraph(rd, id, "Proposed for the other side.");
  const shares = (await lin.call("GET", `/documents/${id}/shares`)).body as {
    id: string;
    target: { personId?: string };
  }[];
  const theirs = shares.find(({ target }) => target.personId === rd.id);
  expect((await lin.call("PATCH", `/documents/${id}/shares/${theirs?.id}`, { party: "ours" })).status).toBe(200);
  expect(await decide(id, rd, "accept")).toMatchObject({ status: 201 });
  expect(await agreedText(id)).toBe("Proposed for the other side.");
});

test("[DE7] a kind without a rule leaves decisions to whoever has the role", async () => {
  const id = await newDocument("note");
  await proposeParagraph(rd, id, "Delivery in May.");
  expect(await decide(id, rd, "accept")).toMatchObject({ status: 201 });
});

async function newDocument(kind: string): Promise<DocumentId> {
  const made = await lin.call("POST", "/documents", { kind, title: "Terms" });
  const { id } = made.body as { id: DocumentId };
  await share(id, legal, "ours");
  await share(id, rd, "counterparty");
  return id;
}

async function share(id: DocumentId, colleague: Colleague, party: Party): Promise<void> {
  const wanted = { target: "person", personId: colleague.id, role: "edit", party };
  expect((await lin.call("POST", `/documents/${id}/shares`, wanted)).status).toBeLessThan(300);
}

async function waiting(id: DocumentId): Promise<{ id: string; digest: string }[]> {
  return (await lin.call("GET", `/documents/${id}/proposals`)).body;
}

async function decide(id: DocumentId, by: Colleague, verdict: string): Promise<{ status: number; body: never }> {
  const proposals = (await waiting(id)).map((each) => ({ id: each.id, digest: each.digest }));
  return by.call("POST", `/documents/${id}/decisions`, { verdict, proposals });
}

async function agreedText(id: DocumentId): Promise<string> {
  return ((await lin.call("GET", `/documents/${id}/text?view=agreed`)).body as string).trim();
}
