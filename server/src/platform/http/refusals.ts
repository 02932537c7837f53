import { declareRefusals } from "@parley/base";

/** Every "no" that a request meets before a slice sees it. */
export const { kinds: requestRefusals, refuse: refuseRequest } = declareRefusals({
  "request/malformed": { status: 400, en: "The request is not well formed: {reason}", zh: "请求格式不正确：{reason}" },
  "request/unknown-route": { status: 404, en: "There is nothing at this address.", zh: "该地址不存在任何内容。" },
  "request/too-large": {
    status: 413,
    en: "The request is too large: at most {limit} bytes.",
    zh: "请求过大，上限为 {limit} 字节。",
  },
  "request/failed": {
    status: 500,
    en: "Something went wrong on the server. It has been written to its log.",
    zh: "服务器出错，详情已记入日志。",
  },
});
