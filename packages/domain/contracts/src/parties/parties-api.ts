/** Master data on the wire: our parties and counterparties, categories, exchange rates, who reads the whole register. */
import { oc } from "@orpc/contract";
import { idSchema } from "@parley/people";
import { z } from "zod";

/** One line of text that must say something. */
const line = (longest: number) => z.string().trim().min(1).max(longest);
/** One line of text, or nothing; empty is nothing. */
const lineOrNull = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .nullable()
    .transform((text) => text || null);

/** Whose a party is: a company of ours, or another. */
export const legalSides = ["ours", "counterparty"] as const;
export type LegalSide = (typeof legalSides)[number];

const details = {
  nameEn: lineOrNull(200),
  /** 统一社会信用代码, with its check digit. */
  creditCode: lineOrNull(40),
  address: lineOrNull(300),
  phone: lineOrNull(60),
  representative: lineOrNull(120),
  contactName: lineOrNull(120),
  contactEmail: lineOrNull(254),
  bankName: lineOrNull(200),
  bankAccount: lineOrNull(60),
};

/** What a party is made from. */
export const legalPartyInputSchema = z.object({
  name: line(200),
  nameEn: details.nameEn.default(null),
  creditCode: details.creditCode.default(null),
  address: details.address.default(null),
  phone: details.phone.default(null),
  representative: details.representative.default(null),
  contactName: details.contactName.default(null),
  contactEmail: details.contactEmail.default(null),
  bankName: details.bankName.default(null),
  bankAccount: details.bankAccount.default(null),
});
export type LegalPartyInput = z.infer<typeof legalPartyInputSchema>;

/** A company or a person that can be a party of a contract. */
export const legalPartySchema = z.object({
  id: idSchema,
  side: z.enum(legalSides),
  name: z.string(),
  nameEn: z.string().nullable(),
  creditCode: z.string().nullable(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  representative: z.string().nullable(),
  contactName: z.string().nullable(),
  contactEmail: z.string().nullable(),
  bankName: z.string().nullable(),
  bankAccount: z.string().nullable(),
  active: z.boolean(),
  /** In how many contracts it stands, whoever may see them. */
  contractCount: z.number().int(),
});
export type LegalParty = z.infer<typeof legalPartySchema>;

/** A kind of contract with the rules that number and name new ones. */
export const categorySchema = z.object({
  id: idSchema,
  code: z.string(),
  en: z.string(),
  zh: z.string(),
  numberRule: z.string(),
  nameRule: z.string(),
  active: z.boolean(),
});
export type Category = z.infer<typeof categorySchema>;

const categoryFields = { code: line(12), en: line(80), zh: line(80), numberRule: line(120), nameRule: line(200) };

const departmentSchema = z.object({ id: idSchema, name: z.string() });

/** How much of the base currency one unit of another is worth. */
const rateSchema = z.object({ currency: z.string(), rate: z.string(), changedOn: z.string() });
export type ExchangeRate = z.infer<typeof rateSchema>;

export const partiesApi = {
  list: oc
    .route({ method: "GET", path: "/contract-parties", summary: "Our parties and counterparties, by name" })
    .input(
      z.object({
        side: z.enum(legalSides).optional(),
        search: z.string().trim().max(120).optional(),
        includeInactive: z.stringbool().optional(),
        cursor: z.string().max(1000).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(
      z.object({
        parties: z.array(legalPartySchema),
        nextCursor: z.string().nullable(),
        /** Whether the caller may change what is there. Whoever makes contracts may add a counterparty. */
        mayEdit: z.boolean(),
      }),
    ),
  byIds: oc
    .route({ method: "GET", path: "/contract-party-names", summary: "Names of parties by their ids" })
    .input(z.object({ ids: z.string().max(2000) }))
    .output(z.array(z.object({ id: idSchema, name: z.string() }))),
  create: oc
    .route({ method: "POST", path: "/contract-parties", successStatus: 201, summary: "Add a party" })
    .input(legalPartyInputSchema.extend({ side: z.enum(legalSides).default("counterparty") }))
    .output(legalPartySchema),
  update: oc
    .route({ method: "PATCH", path: "/contract-parties/{id}", summary: "Change a party, or take it out of use" })
    .input(
      z.object({
        id: idSchema,
        name: line(200).optional(),
        ...z.object(details).partial().shape,
        active: z.boolean().optional(),
      }),
    )
    .output(legalPartySchema),
  categories: oc
    .route({ method: "GET", path: "/contract-categories", summary: "Categories with their rules, by code" })
    .output(z.object({ categories: z.array(categorySchema), mayEdit: z.boolean() })),
  createCategory: oc
    .route({ method: "POST", path: "/contract-categories", successStatus: 201, summary: "Add a category" })
    .input(z.object(categoryFields))
    .output(categorySchema),
  updateCategory: oc
    .route({
      method: "PATCH",
      path: "/contract-categories/{id}",
      summary: "Change a category, or take it out of use; contracts that have it keep it",
    })
    .input(
      z.object({
        id: idSchema,
        code: categoryFields.code.optional(),
        en: categoryFields.en.optional(),
        zh: categoryFields.zh.optional(),
        numberRule: categoryFields.numberRule.optional(),
        nameRule: categoryFields.nameRule.optional(),
        active: z.boolean().optional(),
      }),
    )
    .output(categorySchema),
  readers: oc
    .route({
      method: "GET",
      path: "/contract-register-readers",
      summary: "Departments whose people see every contract and keep the master data",
    })
    .output(z.object({ departments: z.array(departmentSchema) })),
  setReaders: oc
    .route({
      method: "PUT",
      path: "/contract-register-readers",
      summary: "Say which departments see every contract (administrators)",
    })
    .input(z.object({ departmentIds: z.array(idSchema).max(100) }))
    .output(z.object({ departments: z.array(departmentSchema) })),
  rates: oc
    .route({ method: "GET", path: "/contract-rates", summary: "The base currency, and what others are worth in it" })
    .output(z.object({ base: z.string(), rates: z.array(rateSchema) })),
  setRate: oc
    .route({ method: "PUT", path: "/contract-rates", summary: "Say what a currency is worth; contracts keep theirs" })
    .input(z.object({ currency: z.string().min(1).max(10), rate: z.string().min(1).max(30) }))
    .output(z.object({ base: z.string(), rates: z.array(rateSchema) })),
};
