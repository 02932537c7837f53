export const words = {
  error: {
    unexpected: "页面出了点问题，请刷新后重试。已保存的内容不会丢失。",
    unreachable: "无法连接服务器，请检查网络后重试。",
    tooMany: "操作过于频繁，请稍候一分钟再试。",
    signedOut: "登录已失效，请重新登录。",
    notPermitted: "您没有执行此操作的权限。",
    notFound: "内容不存在，或未与您共享。",
    server: "服务器未能完成此操作，请重试；如仍失败，请联系管理员。",
    refused: "服务器未接受该请求，请检查填写的内容。",
  },
} as const;
