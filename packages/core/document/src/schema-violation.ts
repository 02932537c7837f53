import type * as Y from "yjs";

/** Why an update does not fit the schema. Goes to the log, and as a code to the client. */
export type SchemaViolation = { readonly reason: string };

/** Structs of an update in the order they were encoded. */
export type DecodedStructs = readonly (Y.Item | Y.GC | Y.Skip)[];
