import { type Refusal, declareRefusals } from "@parley/base";

/** Every "no" that a request meets before a slice sees it. */
export const { refuse: refuseRequest } = declareRefusals({
  "request/malformed": {
    status: 400,
    en: "The request is not well formed: {reason}.",
    zh: "请求格式不正确：{reasonZh}。",
  },
  "request/unknown-route": { status: 404, en: "There is nothing at this address.", zh: "该地址不存在任何内容。" },
  "request/too-large": {
    status: 413,
    en: "The request is too large: at most {limit}.",
    zh: "请求过大，上限为 {limit}。",
  },
  "request/too-many": {
    status: 429,
    en: "Too many requests. Please wait {seconds} seconds.",
    zh: "请求过于频繁，请等待 {seconds} 秒。",
  },
  "request/failed": {
    status: 500,
    en: "Something went wrong on the server. It has been written to its log.",
    zh: "服务器出错，详情已记入日志。",
  },
});

const reasons = {
  addressNotUtf8: { en: "the address is not UTF-8", zh: "地址不是 UTF-8 编码" },
  bodyNotUtf8: { en: "the body is not UTF-8", zh: "正文不是 UTF-8 编码" },
  bodyUnreadable: { en: "the body cannot be read as its type says", zh: "无法按声明的类型读取正文" },
  notText: { en: "{fields} has a character that is not text", zh: "{fields} 含有非文本字符" },
  fields: { en: "check {fields}", zh: "请检查 {fields}" },
} as const;

/** Refuses input that cannot be understood. `fields` names what is to blame, for example `name, size`. */
export function refuseMalformed(reason: keyof typeof reasons, fields = ""): Refusal {
  const fill = (sentence: string): string => sentence.replace("{fields}", fields.slice(0, 300));
  return refuseRequest("request/malformed", { reason: fill(reasons[reason].en), reasonZh: fill(reasons[reason].zh) });
}

/** Whether a request was refused as its body is not what it says it is. */
export function isUnreadable({ code, facts }: Refusal): boolean {
  const { reason } = facts;
  return code === "request/malformed" && (reason === reasons.bodyUnreadable.en || reason === reasons.bodyNotUtf8.en);
}
