/** What typed signs turn into: `# `, `- `, `1. `, `[] `, `> `, three backticks, `---`, and marks around words. */
import { must } from "@parley/base";
import { type ListKind, type ParagraphStyle } from "@parley/document";
import { type InputRule as Rule, InputRule, inputRules } from "@tiptap/pm/inputrules";
import type { MarkType, Schema } from "@tiptap/pm/model";
import type { EditorState, Plugin, Transaction } from "@tiptap/pm/state";
import { joinNumbering, newListId, outOfList } from "./list-membership.ts";
import type { AttributeChange } from "./selected-paragraphs.ts";

/** A rule at the start of a plain paragraph that takes the sign away and sets attributes. */
function paragraphRule(
  sign: RegExp,
  change: (match: RegExpMatchArray, state: EditorState, pos: number) => AttributeChange | null,
): Rule {
  return new InputRule(sign, (state, match, start, end) => {
    const $start = state.doc.resolve(start);
    if ($start.parent.attrs["style"] === "code" || $start.parentOffset > 0) return null;
    const pos = $start.before();
    const attributes = change(match, state, pos);
    if (!attributes) return null;
    const tr = state.tr.delete(start, end);
    for (const [name, value] of Object.entries(attributes)) tr.setNodeAttribute(pos, name, value);
    return tr;
  });
}

const style = (name: ParagraphStyle, level: number | null = null): AttributeChange => ({ style: name, level });
const list = (kind: ListKind): AttributeChange => ({ ...outOfList, list: kind });

function numberRule(): Rule {
  return paragraphRule(/^(\d{1,4})[.、)）]\s?$/, (match, state, pos) => {
    const text = must(match[0], "a match has a text");
    // `1、` and `1）` are complete by themselves; `1.` and `1)` could begin "1.5", so they wait for the space.
    if (!/[、）]$/.test(text) && !/\s$/.test(text)) return null;
    const own = state.doc.nodeAt(pos)?.attrs ?? {};
    if (own["list"] !== null) return null;
    const membership = joinNumbering(state.doc, pos, own, newListId());
    const number = Number(match[1]);
    const startsNew = membership["listId"] !== null && number !== 1;
    const continues = numberFollows(state, pos, number);
    return { ...membership, start: startsNew && !continues ? number : null };
  });
}

/** Whether the list right in front of `pos` would give this number anyway: good enough for what people type. */
function numberFollows(state: EditorState, pos: number, number: number): boolean {
  const $pos = state.doc.resolve(pos);
  let count = 0;
  for (let index = $pos.index() - 1; index >= 0; index--) {
    const { attrs } = $pos.parent.child(index);
    if (attrs["list"] !== "number") break;
    if ((attrs["depth"] ?? 0) === 0) count++;
  }
  return count + 1 === number;
}

const ruleLine = new InputRule(/^(?:---|—-|___)$/, (state, _match, start, end) => {
  const $start = state.doc.resolve(start);
  if ($start.parentOffset > 0 || end !== $start.end()) return null;
  const type = must(state.schema.nodes["horizontalRule"], "rules exist");
  return state.tr.delete(start, end).insert($start.before(), type.create());
});

/** A mark set by signs around words, such as `**bold**`. The signs go away. */
function markRule(pattern: RegExp, type: MarkType): Rule {
  return new InputRule(pattern, (state, match, start, end) => {
    const [whole, lead = "", inner = ""] = match;
    const $start = state.doc.resolve(start);
    if ($start.parent.attrs["style"] === "code" || inner.trim() === "") return null;
    const from = start + lead.length;
    const before = state.doc.textBetween(from, end);
    // The last sign is not in the document yet.
    const opening = whole.slice(lead.length).indexOf(inner);
    const tr: Transaction = state.tr;
    tr.delete(from + opening + inner.length, from + before.length);
    tr.delete(from, from + opening);
    tr.addMark(from, from + inner.length, type.create());
    return tr.removeStoredMark(type);
  });
}

/** The typing rules as a plugin. */
export function typingRules(schema: Schema): Plugin {
  const mark = (name: string): MarkType => must(schema.marks[name], `the schema has ${name}`);
  return inputRules({
    rules: [
      paragraphRule(/^(#{1,6})\s$/, (match) => style("heading", must(match[1], "a sign").length)),
      paragraphRule(/^[-*+•]\s$/, () => list("bullet")),
      paragraphRule(/^[[【]([ xX]?)[\]】]\s$/, (match) => ({
        ...list("check"),
        checked: /x/i.test(match[1] ?? "") || null,
      })),
      numberRule(),
      paragraphRule(/^[>》]\s$/, () => style("quote")),
      paragraphRule(/^(?:```|···)$/, () => style("code")),
      ruleLine,
      markRule(/(^|[^*\w])\*\*([^*\n]+)\*\*$/, mark("bold")),
      markRule(/(^|[^_\w])__([^_\n]+)__$/, mark("bold")),
      markRule(/(^|[^*\w])\*([^*\n]+)\*$/, mark("italic")),
      markRule(/(^|[^~])~~([^~\n]+)~~$/, mark("strike")),
      markRule(/(^|[^`])`([^`\n]+)`$/, mark("code")),
      markRule(/(^|[^=])==([^=\n]+)==$/, mark("highlight")),
    ],
  });
}
