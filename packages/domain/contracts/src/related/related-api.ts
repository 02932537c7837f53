/** Related contracts, the family, and contracts that change, renew or end another one, on the wire. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { type BusinessKind, contractStates, relationKinds } from "../contract-state.ts";
import { daySchema } from "../calendar/day.ts";
import { moneySchema } from "../money/money.ts";
import { contractIdSchema } from "../record-api.ts";

/** Another contract as it is named on a page. */
export const contractRefSchema = z.object({
  id: idSchema,
  number: z.string(),
  name: z.string(),
  state: z.enum(contractStates),
});
export type ContractRef = z.infer<typeof contractRefSchema>;

/** How two contracts are related, seen from one of them. */
export const relatedContractSchema = z.object({
  kind: z.enum(relationKinds),
  /** Whether the contract that was asked for is the `kind` of the other (`is`), or has the other as its `kind`. */
  sense: z.enum(["is", "has"]),
  /** `null` for a contract that is not open to the caller: that there is one is told, and nothing of it. */
  contract: contractRefSchema.nullable(),
  at: momentSchema,
  by: z.object({ id: idSchema, name: z.string() }),
});
export type RelatedContract = z.infer<typeof relatedContractSchema>;

const familyPlaceSchema = z.object({
  /** `null` where the contract is not open to the caller. */
  contract: contractRefSchema
    .extend({ amount: moneySchema.nullable(), startDay: daySchema.nullable(), endDay: daySchema.nullable() })
    .nullable(),
  kind: z.enum(relationKinds).nullable(),
  depth: z.number().int(),
});
export type FamilyPlaceAnswer = z.infer<typeof familyPlaceSchema>;

export const familySchema = z.object({
  /** Parents before their children. */
  places: z.array(familyPlaceSchema),
  amounts: z.array(
    z.object({
      money: moneySchema,
      from: z.array(
        z.object({ contract: contractRefSchema, money: moneySchema, how: z.enum(["begins", "adds", "replaces"]) }),
      ),
    }),
  ),
  endDay: z.object({ day: daySchema, from: contractRefSchema }).nullable(),
  /** How many contracts of the family are not open to the caller; what they change is not in the values. */
  closed: z.number().int(),
});
export type FamilyAnswer = z.infer<typeof familySchema>;

/** Kinds of contracts that follow another one. */
export const successorKinds = ["change", "renewal", "termination"] as const satisfies readonly BusinessKind[];
export type SuccessorKind = (typeof successorKinds)[number];

const relationSchema = z.object({
  id: contractIdSchema,
  kind: z.enum(relationKinds),
  sense: z.enum(["is", "has"]),
  otherId: contractIdSchema,
});

export const relatedApi = {
  list: oc
    .route({ method: "GET", path: "/contracts/{id}/related", summary: "Contracts related to one" })
    .input(z.object({ id: contractIdSchema }))
    .output(z.array(relatedContractSchema)),
  add: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/related",
      summary: "Relates two contracts; both trails tell of it. The caller leads the first and may see the other",
    })
    .input(relationSchema)
    .output(z.array(relatedContractSchema)),
  remove: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/unrelate",
      summary: "Takes a relation back; both trails tell of it",
    })
    .input(relationSchema)
    .output(z.array(relatedContractSchema)),
  family: oc
    .route({
      method: "GET",
      path: "/contracts/{id}/family",
      summary: "The tree of a master and what came to it, with the values that count today and where each comes from",
    })
    .input(z.object({ id: contractIdSchema }))
    .output(familySchema),
  succeed: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/successors",
      summary: "Begins a change, a renewal or the termination of a contract as a new contract, pre-filled and linked",
      successStatus: 201,
    })
    .input(
      z.object({
        id: contractIdSchema,
        kind: z.enum(successorKinds),
        reason: z.string().trim().min(1).max(2_000),
        /** When a termination takes effect; only for one. */
        terminationDay: daySchema.nullish(),
      }),
    )
    .output(z.object({ id: idSchema })),
};
