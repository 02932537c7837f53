import type { Language } from "@parley/base";

/** The few words that an export itself writes. */
export const exportWords: Readonly<
  Record<Language, Readonly<Record<"picture" | "signature" | "date" | "colon" | "internal" | "circle", string>>>
> = {
  en: {
    picture: "Picture",
    signature: "Signature",
    date: "Date",
    colon: ": ",
    internal: "[Internal] ",
    circle: "[Circle “{}”] ",
  },
  zh: {
    picture: "图片",
    signature: "签字（盖章）",
    date: "日期",
    colon: "：",
    internal: "【内部】",
    circle: "【讨论组“{}”】",
  },
};
