export const words = {
  cancel: "取消",
  close: "关闭",
  copy: "复制",
  copied: "已复制",
  loading: "正在加载",
  twoSentences: "{{first}}{{second}}",
  error: { title: "加载失败", retry: "重试" },
  noPermission: { title: "您没有访问权限" },
  party: { ours: "我方", counterparty: "对方", counsel: "律师" },
  roleNote: {
    view: "只能阅读",
    comment: "可阅读和评论",
    suggest: "可提出修改建议，由他人处理",
    edit: "可直接修改正文并处理建议",
    own: "可编辑、共享及移入回收站",
  },
  role: { view: "查看", comment: "评论", suggest: "建议", edit: "编辑", own: "所有者" },
} as const;
