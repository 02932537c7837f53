/** A contract that everybody has in their role, and what the story of a word in it says. */
import { type DocumentId, must } from "@parley/base";
import type { WordStoryAnswer } from "@parley/documents";
import type { Actor, DocumentsScene } from "./documents-scene.ts";

/** A contract of its owner's, shared with others by their roles. Returns its id. */
export async function newSharedContract(
  scene: DocumentsScene,
  owner: Actor,
  roles: Readonly<Record<"edit" | "suggest" | "view", Actor>>,
  lines: string[],
): Promise<string> {
  const id = await scene.addDocument(owner, { kind: "contract", title: "Terms", lines });
  for (const [role, person] of Object.entries(roles))
    await owner.call("POST", `/documents/${id}/shares`, { personId: person.id, role });
  return id;
}

/** The story of the word under an id, as somebody is told it. */
export async function storyOf(
  person: Actor,
  id: string,
  [client, clock]: readonly [number, number],
): Promise<WordStoryAnswer> {
  return (await person.call("GET", `/documents/${id}/words/${client}/${clock}`)).body;
}

/** What a story says, part by part: who did what, and why. */
export function toldParts({ parts }: WordStoryAnswer): unknown[] {
  return parts.map(({ text, gone, steps }) => [
    gone ? `-${text}` : text,
    ...steps.map(({ did, person, reason }) => [did, person.name, ...(reason === null ? [] : [reason])]),
  ]);
}

/** The id of the first character of some words, which one person wrote in one go. */
export async function idOfWords(scene: DocumentsScene, id: DocumentId, words: string): Promise<[number, number]> {
  const asked = { deleted: false, origins: null, since: null };
  const { spans } = await scene.app.documents.live.readAttribution(id, asked);
  const span = must(
    spans.find(({ text }) => text.includes(words)),
    `“${words}” stands in the text`,
  );
  const [client, clock] = span.at;
  return [client, clock + span.text.indexOf(words)];
}
