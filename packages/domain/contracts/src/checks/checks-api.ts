/** The checks of a contract on the wire: what is found, what is left aside, which checks block. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { playbookRuleSchema, playbookRulesSchema } from "../playbook/playbook-rule.ts";
import { contractIdSchema } from "../record-api.ts";
import { checkCodes, severities } from "./finding.ts";

const placeSchema = z.object({
  paragraph: z.number().int(),
  path: z.array(z.number().int()),
  from: z.number().int(),
  to: z.number().int(),
  quote: z.string(),
});

const fixSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("replace"),
    edits: z.array(
      z.object({
        paragraph: z.number().int(),
        from: z.number().int(),
        to: z.number().int(),
        was: z.string(),
        text: z.string(),
      }),
    ),
  }),
  /** `words`: those of the paragraph that is meant, by which a page finds it. */
  z.object({ kind: z.literal("reference"), target: z.number().int(), words: z.string() }),
  /** Paragraphs to stand behind a paragraph. */
  z.object({ kind: z.literal("insert"), after: z.number().int(), words: z.string(), lines: z.array(z.string()) }),
]);

const named = z.object({ id: idSchema, name: z.string() });

/** A finding as the page shows it. */
export const assessedFindingSchema = z.object({
  /** The same while the words of its paragraph are the same. */
  key: z.string(),
  code: z.enum(checkCodes),
  /** The playbook rule. */
  rule: z.string().nullable(),
  severity: z.enum(severities),
  place: placeSchema.nullable(),
  /** The article it stands in. */
  clause: z.object({ paragraph: z.number().int(), label: z.string() }).nullable(),
  facts: z.record(z.string(), z.string()),
  fix: fixSchema.nullable(),
  ignored: z.object({ by: named, at: momentSchema, reason: z.string() }).nullable(),
  /** Whether the caller may leave it aside. */
  mayIgnore: z.boolean(),
});
export type AssessedFinding = z.infer<typeof assessedFindingSchema>;

const viewSchema = z.enum(["agreed", "proposed"]);

/** What was looked at and what was found. */
const contractChecksSchema = z.object({
  seq: z.number().int(),
  findings: z.array(assessedFindingSchema),
  /** How many findings stop the contract from going into approval. */
  blocking: z.number().int(),
  checked: z.object({
    paragraphs: z.number().int(),
    amounts: z.number().int(),
    references: z.number().int(),
    parties: z.number().int(),
    rules: z.number().int(),
  }),
  playbook: z.object({
    /** The version that this contract is checked by; `null` for none. */
    version: z.number().int().nullable(),
    /** A newer one that somebody may choose. */
    newer: z.number().int().nullable(),
  }),
  /** Who has to approve because of the playbook. */
  approvers: z.array(
    z.object({ kind: z.enum(["person", "department"]), id: idSchema, name: z.string(), rule: z.string() }),
  ),
});
export type ContractChecks = z.infer<typeof contractChecksSchema>;

/** How heavy each check is for a company; `off` is not done. */
export const checkSeveritiesSchema = z.partialRecord(z.enum(checkCodes), z.enum([...severities, "off"]));
export type CheckSeverities = z.infer<typeof checkSeveritiesSchema>;

const playbookSchema = z.object({
  /** The rules as they are being edited. */
  rules: z.array(playbookRuleSchema),
  /** Counts the changes of the draft; who saves names the one they have seen. */
  revision: z.number().int(),
  published: z
    .object({ version: z.number().int(), by: named, at: momentSchema, note: z.string(), isDraft: z.boolean() })
    .nullable(),
  mayEdit: z.boolean(),
});
/** The company's playbook. `published.isDraft`: the draft is what was published last. */
export type Playbook = z.infer<typeof playbookSchema>;

const reasonSchema = z.string().trim().min(1).max(1_000);
const keySchema = z.string().regex(/^[0-9a-f]{64}$/);

export const checksApi = {
  read: oc
    .route({ method: "GET", path: "/contracts/{id}/checks", summary: "What the checks find in a contract's text" })
    .input(z.object({ id: contractIdSchema, view: viewSchema.default("agreed") }))
    .output(contractChecksSchema),
  ignore: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/checks/ignore",
      summary: "Leave a finding aside, with a reason, until its words change",
    })
    .input(z.object({ id: contractIdSchema, view: viewSchema, key: keySchema, reason: reasonSchema }))
    .output(z.object({})),
  heed: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/checks/heed",
      summary: "Take up a finding again that was left aside",
    })
    .input(z.object({ id: contractIdSchema, key: keySchema }))
    .output(z.object({})),
  usePlaybook: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/checks/playbook",
      summary: "Check a contract by the newest playbook",
    })
    .input(z.object({ id: contractIdSchema, version: z.number().int().min(1) }))
    .output(z.object({})),
  severities: oc
    .route({ method: "GET", path: "/contract-checks/severities", summary: "How heavy each check is" })
    .output(z.object({ severities: checkSeveritiesSchema, mayEdit: z.boolean() })),
  setSeverities: oc
    .route({
      method: "PUT",
      path: "/contract-checks/severities",
      summary: "Set how heavy checks are; what is left out has its usual weight",
    })
    .input(z.object({ severities: checkSeveritiesSchema }))
    .output(z.object({})),
  playbook: oc
    .route({ method: "GET", path: "/contract-playbook", summary: "The company's playbook" })
    .output(playbookSchema),
  savePlaybook: oc
    .route({ method: "PUT", path: "/contract-playbook", summary: "Save the playbook's draft" })
    .input(z.object({ rules: playbookRulesSchema, revision: z.number().int() }))
    .output(z.object({ revision: z.number().int() })),
  publishPlaybook: oc
    .route({
      method: "POST",
      path: "/contract-playbook/publish",
      summary: "Make the draft a version for new contracts",
    })
    .input(z.object({ revision: z.number().int(), note: z.string().trim().max(500) }))
    .output(z.object({ version: z.number().int() })),
  tryRule: oc
    .route({ method: "POST", path: "/contract-playbook/try", summary: "Try a rule on a text; nothing is kept" })
    .input(z.object({ rule: playbookRuleSchema, text: z.string().max(100_000) }))
    .output(
      z.object({
        findings: z.array(z.object({ place: placeSchema.nullable(), fallback: z.array(z.string()) })),
      }),
    ),
};
