/** Whether an approval still counts after the text changed, and why: as data, and as a sentence. */
import type { Language } from "@parley/base";
import { z } from "zod";
import { type ScopeTable, scopeWords } from "./scopes.ts";

/** A clause that reads otherwise than in the text somebody approved. */
const clauseChangeSchema = z.object({
  kind: z.enum(["changed", "added", "removed", "moved"]),
  /** Which clause: its id, or a key of the comparison where it has none. */
  clause: z.string(),
  /** Its number and heading, as people name it. */
  title: z.string(),
  /** Those of the clause before and after together. */
  scopes: z.array(z.string()),
});
export type ClauseChange = z.infer<typeof clauseChangeSchema>;

/** A field with another value. */
const fieldChangeSchema = z.object({
  field: z.string(),
  scopes: z.array(z.string()),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

const touching = { clauses: z.array(clauseChangeSchema), fields: z.array(fieldChangeSchema) };

const approvalReasonSchema = z.discriminatedUnion("code", [
  /** Kept: words and fields are what was approved. */
  z.object({ code: z.literal("nothing-changed") }),
  /** Kept: something changed, and nothing in the scopes of the step. */
  z.object({ code: z.literal("scope-untouched"), scopes: z.array(z.string()) }),
  /** Asked again: these changes are in the scopes of the step. */
  z.object({ code: z.literal("scope-touched"), scopes: z.array(z.string()), ...touching }),
  /** Asked again: something changed, and the flow keeps no approval of the step. */
  z.object({ code: z.literal("keeping-not-allowed"), ...touching }),
  /** Asked again: the step looks at everything, and what changed is only how the text looks. */
  z.object({ code: z.literal("appearance-changed") }),
  /** Asked again: nobody said what changed since. */
  z.object({ code: z.literal("changes-unknown") }),
]);
export type ApprovalReason = z.infer<typeof approvalReasonSchema>;

/** What becomes of one given approval. */
export const judgementSchema = z.object({
  task: z.string(),
  step: z.string(),
  person: z.string(),
  verdict: z.enum(["kept", "asked-again"]),
  reason: approvalReasonSchema,
});
export type Judgement = z.infer<typeof judgementSchema>;

/** [CA24] The reason in words, for the approver and for the trail. */
export function approvalReason(reason: ApprovalReason, language: Language, table?: ScopeTable): string {
  const isChinese = language === "zh";
  const list = (items: readonly string[]): string => items.join(isChinese ? "、" : ", ");
  const scopes = (names: readonly string[]): string => list(names.map((name) => scopeWords(name, language, table)));
  switch (reason.code) {
    case "nothing-changed":
      return isChinese ? "正文和字段均未变更" : "Neither the text nor a field has changed";
    case "scope-untouched":
      return isChinese ? `未涉及${scopes(reason.scopes)}` : `Does not touch ${scopes(reason.scopes)}`;
    case "scope-touched":
      return isChinese
        ? `涉及${scopes(reason.scopes)}：${changesInWords(reason, language)}`
        : `Touches ${scopes(reason.scopes)}: ${changesInWords(reason, language)}`;
    case "keeping-not-allowed":
      return isChinese
        ? `正文变更后，流程要求本步骤重新审批：${changesInWords(reason, language)}`
        : `The flow asks this step again after every change: ${changesInWords(reason, language)}`;
    case "appearance-changed":
      return isChinese
        ? "本步骤审阅全文，正文的格式或编排有变更"
        : "This step looks at everything, and the formatting or layout of the text has changed";
    case "changes-unknown":
      return isChinese
        ? "无法确定此后的变更，因此重新审批"
        : "What has changed since is not known, so it is asked again";
  }
}

function changesInWords(
  { clauses, fields }: { clauses: readonly ClauseChange[]; fields: readonly FieldChange[] },
  language: Language,
): string {
  const count = clauses.length + fields.length;
  if (language === "zh") {
    const named = clauses.map(({ title }) => `“${title}”`).join("、");
    const parts = [named, fields.length > 0 ? `${fields.length} 个字段` : ""].filter(Boolean);
    return `共 ${count} 处变更${named || fields.length > 0 ? `（${parts.join("，")}）` : ""}`;
  }
  const named = clauses.map(({ title }) => `“${title}”`);
  if (fields.length > 0) named.push(fields.length === 1 ? "1 field" : `${fields.length} fields`);
  return `${count === 1 ? "1 change" : `${count} changes`}${named.length > 0 ? ` (${named.join(", ")})` : ""}`;
}
