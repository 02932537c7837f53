import type { DocumentKind } from "../../documents/index.ts";
import type { Slice } from "../../platform/slice.ts";

/** Contracts: for now, a kind of document beside the plain note. */
export const contracts: Slice & { readonly documentKinds: readonly DocumentKind[] } = {
  name: "contracts",
  migrations: [],
  documentKinds: [{ kind: "contract", label: { en: "Contract", zh: "合同" }, icon: "contract" }],
};
