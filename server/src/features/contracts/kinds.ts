/** Kinds of documents that the slice brings, and what people are told of frozen ones. */
import type { Refusal } from "@parley/base";
import { refuseNegotiation } from "@parley/contracts";
import type { DocumentKind } from "../../documents/index.ts";
import type { Contracts } from "./record/contracts.ts";

const frozenReasons: NonNullable<DocumentKind["frozenReasons"]> = {
  negotiating: {
    en: "The negotiation goes on in a document of its own, shared with the other side. This draft stays as it was then.",
    zh: "协商已在与对方共享的文档中继续，本草稿保持当时的内容。",
  },
  closed: {
    en: "The negotiation has been closed. The text stays as it is until another one is opened.",
    zh: "协商已结束，正文保持不变，重新发起协商后方可修改。",
  },
  approving: {
    en: "The contract is in approval. The text can change when a negotiation is opened from an approval step.",
    zh: "合同正在审批，从审批步骤发起协商后方可修改正文。",
  },
  approved: {
    en: "This text has been approved and does not change any more.",
    zh: "该正文已审批通过，不可再修改。",
  },
  ended: {
    en: "The approval of this text has ended without success. It can change when it is taken back to a draft.",
    zh: "该正文的审批未通过，退回草稿后方可修改。",
  },
};

const byNegotiation = (): Refusal => refuseNegotiation("contracts/outsiders-by-negotiation");

/** Documents that are found and made where the slice shows them, and that are nothing for outsiders. */
const madeHere = {
  listed: false,
  mayCreate: () => Promise.resolve(false),
  refuseOutsiders: () => Promise.resolve(byNegotiation()),
} as const;

/** The kinds; the draft of a record is nothing for outsiders, a contract's text without a record is shared as any document. */
export const contractKindsOf = (contracts: Pick<Contracts, "findByDocument">): readonly DocumentKind[] => [
  {
    kind: "contract",
    label: { en: "Contract", zh: "合同" },
    icon: "contract",
    frozenReasons,
    refuseOutsiders: async (documentId) => ((await contracts.findByDocument(documentId)) ? byNegotiation() : null),
  },
  {
    kind: "negotiation",
    label: { en: "Negotiation", zh: "协商" },
    icon: "contract",
    proposing: "everyone",
    accepting: "other-side",
    guestHistory: true,
    frozenReasons,
    mayCreate: () => Promise.resolve(false),
  },
  {
    kind: "lane",
    label: { en: "Private draft", zh: "私下草稿" },
    icon: "contract",
    ...madeHere,
    frozenReasons: {
      released: {
        en: "This private draft has been released. What it changed waits as proposals in the shared text.",
        zh: "该私下草稿已提交，其改动已作为修改建议写入共享正文。",
      },
      renewed: {
        en: "This private draft goes on in a newer one, made of the newest shared text.",
        zh: "该私下草稿已在基于最新共享正文的新草稿中继续。",
      },
      discarded: {
        en: "This private draft has been discarded. Your side can go on reading it.",
        zh: "该私下草稿已放弃，己方仍可查看。",
      },
      closed: {
        en: "The negotiation has been closed. This private draft can be gone on with when it is opened again.",
        zh: "协商已结束，重新发起协商后可继续使用该私下草稿。",
      },
    },
  },
  { kind: "contract-template", label: { en: "Contract template", zh: "合同模板" }, icon: "template", ...madeHere },
  { kind: "library-clause", label: { en: "Library clause", zh: "库条款" }, icon: "clause", ...madeHere },
];
