/** Makes the smallest input that an endpoint's description allows, so that a test can reach every endpoint's policy. */

/** As much of JSON Schema as the descriptions use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly contentMediaType?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** An id that belongs to nothing. */
export const unknownId = "00000000-0000-4000-8000-00000000dead";

/** An address that nobody has. A field of that name is text to its description, since it is trimmed before it is checked. */
const unknownEmail = "nobody@elsewhere.example";

/** A value that the schema allows; of an object only what is required. */
export function sampleOf(schema: Schema): unknown {
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sampleOf(choice);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [
          name,
          name === "email" ? unknownEmail : sampleOf(schema.properties?.[name] ?? {}),
        ]),
      );
    case "array":
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return false;
    case "null":
      return null;
    default:
      return sampleText(schema);
  }
}

function sampleText(schema: Schema): unknown {
  if (schema.contentMediaType !== undefined) return new File(["# Sample\n"], "sample.md", { type: "text/markdown" });
  if (schema.format === "email") return unknownEmail;
  if (schema.format === "date-time") return "2026-01-01T00:00:00.000Z";
  if (schema.format === "date") return "2026-01-01";
  if (schema.pattern?.includes("[0-9a-f]{8}-")) return unknownId;
  if (schema.pattern?.includes("[0-9a-f]{64}")) return "0".repeat(64);
  if (schema.pattern?.startsWith("^\\d{1,")) return "1";
  if (schema.pattern?.includes("{6}")) return "123456";
  return "sample".padEnd(schema.minLength ?? 1, "x");
}

/** A value of the wrong type for any schema but an open one. */
export const wrongType = { nested: { deeper: [1, 2, 3] } };
