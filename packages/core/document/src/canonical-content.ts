/**
 * One form of a document's content for one meaning, to be hashed: whoever holds the log makes the same bytes of it.
 *
 * Rules:
 * - [CF1] What reads the same is the same: attributes with their defaults are left out, names are sorted, neighbouring runs with the
 *   same marks are one, empty runs are none.
 * - [CF2] A reference is to its clause: its label is computed where it is shown, and what stands there as text does not count.
 * - The form's name is in it. Whoever changes the form changes the name, and keeps the old form for what was hashed with it.
 */
import type { Attributes, BlockContent, DocumentContent, Marks, TextRun } from "./content.ts";
import { type AttributeSpec, type AttributeValue, markSpecs, nodeSpecs } from "./schema.ts";

const FORM = "parley:content:v1";

/** The mark whose text is only a label. */
const REFERENCE = "reference";

type Canonical = string | number | boolean | null | readonly Canonical[] | { readonly [name: string]: Canonical };

/** The canonical form, as JSON. */
export function canonicalContent(content: DocumentContent): string {
  return JSON.stringify([FORM, content.blocks.map(canonicalBlock)]);
}

function canonicalBlock(block: BlockContent): Canonical {
  if (block.type === "table") {
    const rows = block.rows.map(({ cells }) =>
      cells.map(({ type, attributes, blocks }) => [
        type,
        canonicalAttributes(attributes, nodeSpecs[type]?.attributes),
        blocks.map(canonicalBlock),
      ]),
    );
    return [block.type, {}, rows];
  }
  const attributes = canonicalAttributes(block.attributes, nodeSpecs[block.type]?.attributes);
  return block.type === "paragraph" ? [block.type, attributes, canonicalRuns(block.runs)] : [block.type, attributes];
}

function canonicalRuns(runs: readonly TextRun[]): Canonical {
  const made: { text: string; readonly key: string; readonly marks: Canonical; readonly clause: Canonical | null }[] =
    [];
  for (const { text, marks = {} } of runs) {
    if (text === "") continue;
    const { [REFERENCE]: reference, ...others } = marks;
    const clause = reference === undefined ? null : canonicalAttributes(reference, markSpecs[REFERENCE]?.attributes);
    const looks = canonicalMarks(others);
    // A label has the look of its beginning, however much of it is shown.
    const key = JSON.stringify(clause === null ? [looks] : [REFERENCE, clause]);
    const last = made.at(-1);
    if (last?.key === key) last.text += text;
    else made.push({ text, key, marks: looks, clause });
  }
  return made.map(({ text, marks, clause }) => (clause === null ? [text, marks] : [{ [REFERENCE]: clause }, marks]));
}

function canonicalMarks(marks: Marks): Canonical {
  return Object.fromEntries(
    Object.keys(marks)
      .toSorted()
      .map((name) => [name, canonicalAttributes(marks[name], markSpecs[name]?.attributes)]),
  );
}

function canonicalAttributes(
  attributes: Attributes = {},
  specs: Readonly<Record<string, AttributeSpec>> = {},
): Canonical {
  const said = Object.entries(attributes).filter(
    ([name, value]) => value !== null && !isDefault(value, specs[name]?.default ?? null),
  );
  return Object.fromEntries(said.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isDefault(value: AttributeValue, fallback: AttributeValue): boolean {
  return JSON.stringify(value) === JSON.stringify(fallback);
}
