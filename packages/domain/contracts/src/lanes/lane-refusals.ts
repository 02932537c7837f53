import { declareRefusals } from "@parley/base";

/** Every "no" of private drafts. */
export const { kinds: laneRefusals, refuse: refuseLane } = declareRefusals({
  // Also said to whoever is of the other side: whether there is one is not their business.
  "contracts/lane-not-found": {
    status: 404,
    en: "There is no such private draft, or it is not open to you.",
    zh: "找不到该私下草稿，或该草稿未对您开放。",
  },
  "contracts/lane-ended": {
    status: 409,
    en: "This private draft has been released or discarded.",
    zh: "该私下草稿已提交或已放弃。",
  },
  "contracts/lane-empty": {
    status: 422,
    en: "Nothing in this private draft differs from what it began with.",
    zh: "该私下草稿与起草时的正文没有不同。",
  },
  "contracts/lane-waiting": {
    status: 409,
    en: "{count} suggestions in this private draft still wait. Accept or reject them before you release it.",
    zh: "该私下草稿中仍有 {count} 项修改建议待处理，请先接受或拒绝再提交。",
  },
  "contracts/lane-of-a-side": {
    status: 403,
    en: "A private draft belongs to one of the two sides. Ask your side to open one and share it with you.",
    zh: "私下草稿属于协商双方之一。请由您所协助的一方创建并与您共享。",
  },
});
