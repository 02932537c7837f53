/** Evidence bundles on the wire. */
import { oc } from "@orpc/contract";
import { z } from "zod";
import { contractIdSchema } from "../record-api.ts";
import { bundleReaders } from "./bundle-manifest.ts";

export const evidenceApi = {
  bundle: oc
    .route({
      method: "GET",
      path: "/contracts/{id}/evidence",
      summary:
        "Everything that proves a contract's story, as a zip that can be verified without this server; noted in the contract's trail",
      outputStructure: "detailed",
    })
    .input(
      z.object({
        id: contractIdSchema,
        /** `counterparty`: only what the other side of a negotiation knows already. */
        for: z.enum(bundleReaders).default("us"),
      }),
    )
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
  key: oc
    .route({
      method: "GET",
      path: "/evidence-key",
      summary: "The public key with which this server signs evidence bundles now",
    })
    .output(
      z.object({
        algorithm: z.literal("Ed25519"),
        /** Base64 of its 32 bytes. */
        publicKey: z.string(),
        /** SHA-256 of these, in hexadecimal. */
        keyFingerprint: z.string(),
      }),
    ),
};
