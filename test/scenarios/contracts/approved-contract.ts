/**
 * A contract that went all the way: drafted, negotiated with a guest in a shared document, approved. What negotiations and approvals note is noted here as they do it;
 * its words, proposals, decisions and comments are made through the API.
 */
import type { DocumentId } from "@parley/base";
import type { Contract, ContractId, EventFacts } from "@parley/contracts";
import { type Contracts, createContracts } from "../../../server/src/features/contracts/record/contracts.ts";
import type { NewEvent } from "../../../server/src/features/contracts/record/event-store.ts";
import { proposeParagraph } from "../../support/propose-paragraph.ts";
import { RawPage } from "../../support/raw-page.ts";
import type * as Y from "yjs";
import type { Actor, DocumentsScene } from "../documents/documents-scene.ts";

/** What nobody outside may ever read. */
export const inner = {
  typedInDraft: "walk-away price 4711",
  saidInDraft: "they will give way at ninety",
  typedBeforeGuest: "we would sign at eighty-eight",
  proposedBeforeGuest: "fallback of seventy-seven",
  saidInternally: "the director is afraid of losing them",
  approvalNote: "finance thinks the margin is thin",
  step: "step-of-the-cfo",
} as const;

export interface ApprovedContract {
  readonly contract: Contract;
  readonly draftId: DocumentId;
  readonly documentId: DocumentId;
  readonly guest: Actor;
  readonly contracts: Contracts;
  /** The row and hash of the round's text, and of the approved one. */
  readonly round: { readonly seq: number; readonly textHash: string };
  readonly approved: { readonly seq: number; readonly textHash: string };
}

type Story = Pick<ApprovedContract, "contracts" | "documentId"> & {
  readonly scene: DocumentsScene;
  readonly legal: Actor;
  readonly id: ContractId;
};

/** Plays the story. The proposal of 15% is legal's, and the guest agrees to it. */
export async function playApprovedContract(scene: DocumentsScene, ceo: Actor, legal: Actor): Promise<ApprovedContract> {
  const { sql } = scene.database;
  const contracts = createContracts({ sql, people: scene.app.people, clock: scene.clock });
  const contract = await requestContract(ceo, legal);
  const draftId = contract.draftId as DocumentId;
  await writeDraft(legal, draftId);
  const { newDocuments } = scene.app.documents.library;
  const wanted = { kind: "negotiation", title: "Supply of tubes", ownerId: legal.id };
  const documentId = await newDocuments.fromAgreed(draftId, wanted);
  const story = { scene, contracts, legal, documentId, id: contract.id as ContractId };
  await contracts.act(story.id, () => ({
    change: { state: "negotiating", documentId },
    events: [
      noted(story, "negotiation.opened", "shared", { ordinal: 1, title: wanted.title, note: "", stepId: inner.step }),
    ],
  }));
  await writeBeforeGuest(story);
  const guest = await letGuestIn(story);
  await proposeParagraph(legal, documentId, "The penalty is 15%.");
  await decide(guest, documentId, "accept", "Fine with us.");
  await comment(legal, documentId, inner.saidInternally, "internal");
  await comment(guest, documentId, "Thank you for fifteen.", "everyone");
  const round = await seal(story);
  const { textHash, logHash, seq } = round;
  await note(story, [
    noted(story, "round.released", "shared", {
      ordinal: 1,
      number: 1,
      to: "counterparty",
      note: "Our offer.",
      seq,
      textHash,
      logHash,
    }),
  ]);
  await proposeParagraph(guest, documentId, "Delivery in Shanghai.");
  await decide(legal, documentId, "accept", null);
  const approved = await approve(story);
  return { contract, draftId, documentId, guest, contracts, round, approved };
}

async function requestContract(ceo: Actor, legal: Actor): Promise<Contract> {
  const ours = await ceo.call("POST", "/contract-parties", { side: "ours", name: "Parley Biotech Co., Ltd." });
  const other = await legal.call("POST", "/contract-parties", { name: "上海赛默仪器有限公司" });
  const { categories } = (await legal.call("GET", "/contract-categories")).body;
  const made = await legal.call("POST", "/contracts", {
    categoryId: categories.find(({ code }: { code: string }) => code === "PUR").id,
    title: "冻存管采购",
    ourParty: { id: ours.body.id },
    counterparties: [{ id: other.body.id }],
    direction: "expense",
    amount: { minor: "128640050", currency: "CNY" },
    startDay: "2026-01-01",
    endDay: "2026-12-31",
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body;
}

/** Types words and takes them back. */
async function typeAndDelete(actor: Actor, id: DocumentId, words: string): Promise<void> {
  const page = await RawPage.open(actor.socket(id));
  page.type(words);
  await page.settled();
  const line = (page.ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  line.delete(line.length - words.length, words.length);
  await page.settled();
  page.socket.close();
}

async function writeDraft(legal: Actor, draftId: DocumentId): Promise<void> {
  await typeAndDelete(legal, draftId, inner.typedInDraft);
  const page = await RawPage.open(legal.socket(draftId));
  page.type("Payment within thirty days.");
  await page.settled();
  page.socket.close();
  await comment(legal, draftId, inner.saidInDraft, "internal");
}

async function writeBeforeGuest({ legal, documentId }: Story): Promise<void> {
  await typeAndDelete(legal, documentId, inner.typedBeforeGuest);
  await proposeParagraph(legal, documentId, inner.proposedBeforeGuest);
  await decide(legal, documentId, "withdraw", null);
}

async function letGuestIn({ scene, legal, documentId }: Story): Promise<Actor> {
  const share = { link: "guests", role: "edit", party: "counterparty" };
  const made = await legal.call("POST", `/documents/${documentId}/shares`, share);
  return scene.guest(made.body.url, "gu@other.example", "Gu Wei");
}

async function decide(by: Actor, id: DocumentId, verdict: string, reason: string | null): Promise<void> {
  const waiting = (await by.call("GET", `/documents/${id}/proposals`)).body as { id: string; digest: string }[];
  const proposals = waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
  const made = await by.call("POST", `/documents/${id}/decisions`, { verdict, proposals, ...(reason && { reason }) });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
}

async function comment(by: Actor, id: DocumentId, text: string, audience: string): Promise<void> {
  const made = await by.call("POST", `/documents/${id}/threads`, { anchor: { type: "document" }, text, audience });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

async function seal({ scene, documentId }: Story): Promise<{ seq: number; textHash: string; logHash: string }> {
  const { seq, contentHash, logHash } = await scene.app.documents.live.readSealed(documentId);
  return { seq, textHash: hex(contentHash), logHash: hex(logHash) };
}

function noted(
  { legal }: Pick<Story, "legal">,
  kind: string,
  audience: "internal" | "shared",
  facts: EventFacts,
): NewEvent {
  return { kind, audience, by: { personId: legal.id, party: "ours" }, facts };
}

async function note({ contracts, id }: Story, events: readonly NewEvent[]): Promise<void> {
  await contracts.act(id, () => ({ events }));
}

async function approve(story: Story): Promise<{ seq: number; textHash: string }> {
  const { contracts, id, documentId, legal, scene } = story;
  const { seq, textHash } = await seal(story);
  await contracts.act(id, () => ({
    change: { state: "negotiated" },
    events: [noted(story, "negotiation.closed", "shared", { ordinal: 1, note: "", seq, textHash, dropped: 0 })],
  }));
  const text = { documentId, textSeq: seq, textHash, fieldsHash: "0".repeat(64) };
  const run = "00000000-0000-4000-8000-00000000aaaa";
  const told = (type: string, event: EventFacts, more: EventFacts = {}): NewEvent => {
    const facts = {
      run,
      event: { type, at: scene.clock.nowMs(), by: legal.id, text, ...event },
      textHash,
      textSeq: seq,
    };
    return noted(story, `approval.${type}`, "internal", { ...facts, ...more });
  };
  const flow = { id: "flow", version: 1 };
  const started = told("started", { owner: legal.id, category: null, flow, steps: [], note: "" });
  await contracts.act(id, () => ({ change: { state: "approving" }, events: [started] }));
  const at = { approvedAtMs: scene.clock.nowMs(), approvedSeq: seq, textHash };
  await contracts.act(id, () => ({
    change: { state: "approved", ...at },
    events: [
      told(
        "task-approved",
        { task: "task-1", actsFor: null, note: inner.approvalNote },
        { stepEn: inner.step, stepZh: inner.step, note: inner.approvalNote },
      ),
      told("run-approved", {}),
    ],
  }));
  return { seq, textHash };
}
