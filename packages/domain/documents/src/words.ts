import { z } from "zod";

/** A document's id in an address. A malformed one is no fault of the request: it names a document that does not exist. */
export const documentIdSchema = z
  .string()
  .min(1)
  .max(200)
  .describe("A document's id; one that is malformed names none");
