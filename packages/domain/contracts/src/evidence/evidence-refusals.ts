import { declareRefusals } from "@parley/base";

/** Every "no" of evidence bundles. */
export const { kinds: evidenceRefusals, refuse: refuseEvidence } = declareRefusals({
  "contracts/evidence-not-yours": {
    status: 403,
    en: "Only who leads the contract, or reads the whole register, can take its evidence.",
    zh: "只有合同负责人或可查阅全部台账的人员才能导出证据包。",
  },
  "contracts/never-negotiated-outside": {
    status: 409,
    en: "Nobody outside has negotiated this contract, so there is nothing that the other side knows.",
    zh: "该合同未与外部协商，没有可提供给对方的内容。",
  },
});
