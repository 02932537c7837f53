/** A company that negotiates a contract: Lin owns it, Mara and Mallory may only propose, Osei edits. */
import { PROPOSALS_NAME, SCHEMA_VERSION, type ProposalRecord } from "@parley/document";
import type { RefusedAttempt } from "@parley/documents";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { afterAll } from "vitest";
import * as Y from "yjs";
import { type Colleague, type Company, openCompany } from "../../support/company.ts";
import type { RawSocket } from "../../support/raw-socket.ts";

/** A proposal as the list tells of it. */
export interface Told {
  readonly id: string;
  readonly digest: string;
  readonly kind: string;
  readonly author: { readonly id: string };
  readonly insertedText: string;
  readonly deletedText: string;
}

/** Somebody's open document, changed as a program would. */
export class Page {
  readonly socket: RawSocket;
  readonly ydoc: Y.Doc;
  readonly person: Colleague;
  private sent = 0;

  private constructor(person: Colleague, socket: RawSocket, ydoc: Y.Doc) {
    this.person = person;
    this.socket = socket;
    this.ydoc = ydoc;
  }

  static async open(person: Colleague, documentId: string): Promise<Page> {
    const socket = await person.socket(documentId, { schema: String(SCHEMA_VERSION) });
    const { clientId } = await socket.next("hello");
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(await socket.readDocument()));
    ydoc.clientID = clientId;
    return new Page(person, socket, ydoc);
  }

  text(index: number): Y.XmlText {
    return (this.ydoc.getXmlFragment("default").get(index) as Y.XmlElement).get(0) as Y.XmlText;
  }

  change(task: (ydoc: Y.Doc) => void, flags = 0): void {
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array): number => updates.push(update);
    this.ydoc.on("update", keep);
    this.ydoc.transact(() => task(this.ydoc));
    this.ydoc.off("update", keep);
    this.sendRaw(Y.mergeUpdates(updates), flags);
  }

  sendRaw(update: Uint8Array, flags = 0): void {
    this.socket.send(encodeParleyUpdateFrame(0, flags, update));
    this.sent++;
  }

  record(record: ProposalRecord): void {
    this.change((ydoc) => ydoc.getMap(PROPOSALS_NAME).set(`${this.person.id}:${this.sent}`, record));
  }

  /** Proposes to delete the first occurrence of some words. */
  strike(index: number, words: string): void {
    const text = this.text(index);
    const from = text.toString().indexOf(words);
    let offset = 0;
    for (let item = text._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      if (from >= offset && from < offset + item.length) {
        this.record({ do: "delete", ids: [[item.id.client, item.id.clock + from - offset, words.length]] });
        return;
      }
      offset += item.length;
    }
    throw new Error(`there is no ${words}`);
  }

  async settled(): Promise<void> {
    await this.socket.next("saved", ({ count }) => count >= this.sent);
  }

  close(): void {
    this.socket.close();
  }
}

export interface ContractScene {
  readonly company: Company;
  readonly lin: Colleague;
  readonly mara: Colleague;
  readonly osei: Colleague;
  readonly mallory: Colleague;
  /** A contract with these paragraphs, shared with everybody in their role. */
  readonly newContract: (...lines: string[]) => Promise<string>;
  readonly textOf: (id: string, view: "agreed" | "proposed") => Promise<string>;
  readonly waitingIn: (id: string) => Promise<Told[]>;
  /** What was tried and refused, as the owner reads it. */
  readonly refusedIn: (id: string) => Promise<RefusedAttempt[]>;
  readonly decide: (
    person: Colleague,
    id: string,
    verdict: string,
    proposals: readonly Told[],
    reason?: string,
  ) => Promise<{ status: number; body: never }>;
}

/** The scene of a whole test file; to be awaited at its top. It closes by itself after the file's last test. */
export async function stageContractScene(): Promise<ContractScene> {
  const company = await openCompany();
  afterAll(() => company.stop());
  const [lin, mara, osei, mallory] = [
    await company.colleague("Lin"),
    await company.colleague("Mara"),
    await company.colleague("Osei"),
    await company.colleague("Mallory"),
  ];
  return {
    company,
    lin,
    mara,
    osei,
    mallory,
    newContract: (...lines) => newContract({ lin, mara, osei, mallory }, lines),
    textOf: async (id, view) => (await lin.call("GET", `/documents/${id}/text?view=${view}`)).body,
    waitingIn: async (id) => (await lin.call("GET", `/documents/${id}/proposals`)).body,
    refusedIn: async (id) => {
      const answer = await lin.call("GET", `/documents/${id}/refused-attempts`);
      return (answer.body as { attempts: RefusedAttempt[] }).attempts;
    },
    decide: (person, id, verdict, proposals, reason) =>
      person.call("POST", `/documents/${id}/decisions`, {
        verdict,
        proposals: proposals.map(({ id: proposal, digest }) => ({ id: proposal, digest })),
        ...(reason !== undefined && { reason }),
      }),
  };
}

async function newContract(
  { lin, mara, osei, mallory }: Pick<ContractScene, "lin" | "mara" | "osei" | "mallory">,
  lines: readonly string[],
): Promise<string> {
  const { id } = (await lin.call("POST", "/documents", { kind: "contract", title: "Terms" })).body as { id: string };
  for (const [person, role] of [
    [mara, "suggest"],
    [osei, "edit"],
    [mallory, "suggest"],
  ] as const)
    await lin.call("POST", `/documents/${id}/shares`, { personId: person.id, role });
  const page = await Page.open(lin, id);
  page.change((ydoc) => {
    const fragment = ydoc.getXmlFragment("default");
    fragment.delete(0, fragment.length);
    for (const line of lines) {
      const element = new Y.XmlElement("paragraph");
      fragment.push([element]);
      element.insert(0, [new Y.XmlText(line)]);
    }
  });
  await page.settled();
  page.close();
  return id;
}
