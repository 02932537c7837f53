import { IconFileText, IconWritingSign } from "@tabler/icons-react";
import type { ClientSlice } from "../../platform/slice.ts";

/** Contracts: for now a kind of document and a shelf of its own in the library. */
export const contractsSlice: ClientSlice = {
  name: "contracts",
  words: { name: "contracts", en: () => import("./words.en.ts"), zh: () => import("./words.zh.ts") },
  nav: [
    { id: "contracts", labelKey: "contracts.nav", icon: IconWritingSign, to: "/contracts", order: 30, place: "rail" },
  ],
  kinds: [{ kind: "contract", icon: IconFileText }],
  shelves: [
    {
      path: "/contracts",
      kind: "contract",
      titleKey: "contracts.title",
      emptyTitleKey: "contracts.emptyTitle",
      emptyTextKey: "contracts.emptyText",
    },
  ],
};
