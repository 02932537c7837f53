import { declareRefusals } from "@parley/base";

/** Every "no" of the register. */
export const { kinds: registerRefusals, refuse: refuseRegister } = declareRefusals({
  "contracts/bad-cursor": {
    status: 400,
    en: "The list has changed. Load it again from the start.",
    zh: "列表已变化，请从头重新加载。",
  },
  "contracts/bad-filter": {
    status: 400,
    en: "The filter “{filter}” is not understood.",
    zh: "无法识别筛选条件“{filter}”。",
  },
  "contracts/view-not-found": {
    status: 404,
    en: "There is no such saved view, or it is not shared with you.",
    zh: "找不到该视图，或该视图未与您共享。",
  },
  "contracts/view-not-yours": {
    status: 403,
    en: "Only {name}, who saved this view, and administrators can change it.",
    zh: "只有保存者{name}和管理员可以修改该视图。",
  },
  "contracts/view-name-taken": {
    status: 409,
    en: "You already have a view called “{name}”.",
    zh: "您已有名为“{name}”的视图。",
  },
});
