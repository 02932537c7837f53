/** What settles a finding, done as if typed: a change, or a proposal where people propose. */
import { newId } from "@parley/base";
import type { AssessedFinding } from "@parley/contracts";
import type { Editor } from "@tiptap/core";
import { browserRandom } from "../../../platform/session/browser-ports.ts";
import { locateParagraph, locateWords } from "./locate-finding.ts";

/** Carries a fix out. `false` where its words do not stand any more; nothing has changed then. */
export function applyFix(
  editor: Editor,
  fix: NonNullable<AssessedFinding["fix"]>,
  place: AssessedFinding["place"],
): boolean {
  switch (fix.kind) {
    case "replace":
      return replaceWords(editor, fix.edits);
    case "insert":
      return insertLines(editor, fix);
    case "reference":
      return place !== null && makeReference(editor, fix, place);
  }
}

type Fix<Kind extends string> = Extract<NonNullable<AssessedFinding["fix"]>, { kind: Kind }>;

function replaceWords(editor: Editor, edits: Fix<"replace">["edits"]): boolean {
  const { tr } = editor.state;
  const found = edits.map((edit) => locateWords(tr.doc, { ...edit, words: edit.was }));
  if (found.length === 0 || found.includes(null)) return false;
  const placed = edits.map(({ text }, index) => ({ text, from: found[index]?.from ?? 0, to: found[index]?.to ?? 0 }));
  for (const { text, from, to } of placed.toSorted((a, b) => b.from - a.from)) {
    // What is alike at both ends stays, and with it who wrote it.
    const was = tr.doc.textBetween(from, to);
    let start = 0;
    while (start < Math.min(was.length, text.length) && was[start] === text[start]) start += 1;
    let end = 0;
    while (end < Math.min(was.length, text.length) - start && was.at(-1 - end) === text.at(-1 - end)) end += 1;
    const words = text.slice(start, text.length - end);
    if (words === "") tr.delete(from + start, to - end);
    else tr.insertText(words, from + start, to - end);
  }
  editor.view.dispatch(tr.scrollIntoView());
  return true;
}

function insertLines(editor: Editor, { after, words, lines }: Fix<"insert">): boolean {
  const found = locateParagraph(editor.state.doc, { paragraph: after, words });
  if (!found) return false;
  const content = lines.map((line) => ({ type: "paragraph", content: [{ type: "text", text: line }] }));
  return editor.chain().insertContentAt(found.to, content).scrollIntoView().run();
}

function makeReference(
  editor: Editor,
  { target, words }: Fix<"reference">,
  place: NonNullable<AssessedFinding["place"]>,
): boolean {
  const { tr, schema } = editor.state;
  const mark = schema.marks["reference"];
  const clause = locateParagraph(tr.doc, { paragraph: target, words });
  const found = locateWords(tr.doc, { ...place, words: place.quote });
  const block = clause && tr.doc.nodeAt(clause.from);
  if (!mark || !clause || !found || !block) return false;
  const named: unknown = block.attrs["clause"];
  const id = typeof named === "string" ? named : newId(browserRandom);
  if (named !== id) tr.setNodeAttribute(clause.from, "clause", id);
  tr.addMark(found.from, found.to, mark.create({ clause: id }));
  editor.view.dispatch(tr);
  return true;
}
