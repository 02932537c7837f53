/** A contract of a hundred pages on a running server, with proposals of a colleague in it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { must, seededRandom } from "@parley/base";
import { PROPOSALS_NAME, SCHEMA_VERSION } from "@parley/document";
import { encodeParleyUpdateFrame } from "@parley/sync";
import * as Y from "yjs";
import { openRawSocket } from "../../support/raw-socket.ts";

const CHARACTERS_PER_PAGE = 3_000;

/** Somebody signed in: what their requests carry. */
export interface SignedIn {
  readonly origin: string;
  readonly personId: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function call(who: SignedIn, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${who.origin}/api${path}`, {
    method,
    headers: { ...who.headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

export async function signIn(origin: string, email: string): Promise<SignedIn> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email, password: "parley-demo" }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const headers = { origin, cookie };
  const { person } = (await call({ origin, personId: "", headers }, "GET", "/me")) as { person: { id: string } };
  return { origin, personId: person.id, headers };
}

/** Real contracts one behind the other, until they fill so many pages. Answers the document's id. */
export async function importContract(owner: SignedIn, pages: number): Promise<string> {
  const texts = ["common-paper-cloud-service-agreement", "common-paper-mutual-nda", "preclinical-research-zh"].map(
    (name) => readFileSync(fileURLToPath(new URL(`../../fixtures/contracts/${name}.md`, import.meta.url)), "utf8"),
  );
  const parts: string[] = [];
  for (let length = 0; length < pages * CHARACTERS_PER_PAGE; length += parts.at(-1)?.length ?? 0)
    parts.push(must(texts[parts.length % texts.length], "there are contracts"));
  const form = new FormData();
  form.set("kind", "contract");
  form.set("file", new File([parts.join("\n\n")], "Contract.md", { type: "text/markdown" }));
  const answer = await fetch(`${owner.origin}/api/documents/import`, {
    method: "POST",
    headers: owner.headers,
    body: form,
  });
  if (!answer.ok) throw new Error(`importing answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

function paragraphsIn(parent: Y.XmlFragment): Y.XmlElement[] {
  return parent.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlElement)) return [];
    return child.nodeName === "paragraph" ? [child] : paragraphsIn(child);
  });
}

/** Has somebody propose, all over the document: every second time to insert words, else to delete some. */
export async function propose(owner: SignedIn, proposer: SignedIn, documentId: string, count: number): Promise<void> {
  await call(owner, "POST", `/documents/${documentId}/shares`, { personId: proposer.personId, role: "suggest" });
  const query = { parley: "1", schema: String(SCHEMA_VERSION) };
  const socket = await openRawSocket(proposer.origin, documentId, query, proposer.headers);
  const { clientId } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  const random = seededRandom(7);
  const texts = paragraphsIn(ydoc.getXmlFragment("default")).flatMap((paragraph) => {
    const text: unknown = paragraph.toArray()[0];
    return text instanceof Y.XmlText && text.length > 20 ? [text] : [];
  });
  ydoc.transact(() => {
    for (let made = 0; made < count; made++) {
      const text = random.pick(texts);
      if (made % 2 === 0) text.insert(random.int(text.length), " as amended from time to time");
      else proposeDeletion(ydoc, text, `${proposer.personId}:${made}`);
    }
  });
  socket.send(encodeParleyUpdateFrame(0, 0, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", (saved) => saved.count === 1);
  socket.close();
}

/** Begins comments on words all over the document. */
export async function comment(owner: SignedIn, documentId: string, count: number): Promise<void> {
  const query = { parley: "1", schema: String(SCHEMA_VERSION) };
  const socket = await openRawSocket(owner.origin, documentId, query, owner.headers);
  await socket.next("hello");
  const ydoc = await socket.readDocument();
  socket.close();
  const words = paragraphsIn(ydoc.getXmlFragment("default")).flatMap((paragraph) => {
    const text: unknown = paragraph.toArray()[0];
    const item = text instanceof Y.XmlText ? text._start : null;
    return item && !item.deleted && item.length > 12 ? [[item.id.client, item.id.clock, 12]] : [];
  });
  const random = seededRandom(5);
  for (let made = 0; made < count; made++) {
    const anchor = { type: "words", ranges: [random.pick(words)] };
    await call(owner, "POST", `/documents/${documentId}/threads`, { anchor, text: `Comment ${made}` });
  }
}

function proposeDeletion(ydoc: Y.Doc, text: Y.XmlText, key: string): void {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString) || item.length < 12) continue;
    ydoc.getMap(PROPOSALS_NAME).set(key, { do: "delete", ids: [[item.id.client, item.id.clock + 4, 8]] });
    return;
  }
}
