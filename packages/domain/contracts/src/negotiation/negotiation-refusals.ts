import { declareRefusals } from "@parley/base";

/** Every "no" of negotiations. */
export const { kinds: negotiationRefusals, refuse: refuseNegotiation } = declareRefusals({
  "contracts/negotiation-not-found": {
    status: 404,
    en: "There is no such negotiation, or it is not open to you.",
    zh: "找不到该协商，或该协商未对您开放。",
  },
  "contracts/negotiation-open": {
    status: 409,
    en: "A negotiation of this contract is open already.",
    zh: "该合同已有正在进行的协商。",
  },
  "contracts/outsiders-by-negotiation": {
    status: 409,
    en: "This is an internal text of a contract. People from outside come in by a negotiation, which has a document of its own.",
    zh: "这是合同的内部正文。外部人员须通过发起协商参与，协商使用单独的共享文档。",
  },
  "contracts/negotiation-closed": {
    status: 409,
    en: "This negotiation has been closed.",
    zh: "该协商已结束。",
  },
  "contracts/negotiation-waiting": {
    status: 409,
    en: "{count} proposals still wait for a decision. Decide on them, or close the negotiation and drop them.",
    zh: "仍有 {count} 项修改建议待处理。请先处理，或在结束协商时放弃这些建议。",
  },
  "contracts/not-your-turn": {
    status: 409,
    en: "It is not your turn. Only the side whose turn it is can release a round.",
    zh: "当前未轮到您这一方，只有轮到的一方可以提交本轮。",
  },
  "contracts/turn-to-yourself": {
    status: 422,
    en: "A round is released to another party.",
    zh: "本轮须提交给另一方。",
  },
  "contracts/nobody-of-party": {
    status: 422,
    en: "Nobody acts for that party in this negotiation yet. Invite somebody first.",
    zh: "该方目前没有人参与协商，请先邀请。",
  },
  "contracts/clause-not-found": {
    status: 404,
    en: "There is no such clause in the text any more.",
    zh: "正文中已没有该条款。",
  },
  "contracts/clause-waits": {
    status: 409,
    en: "Something in this clause waits for a decision. Decide on it before you freeze the clause.",
    zh: "该条款仍有待处理的修改建议，请先处理再锁定。",
  },
});
