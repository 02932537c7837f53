export const words = {
  nav: "合同",
  title: "合同",
  emptyTitle: "还没有合同",
  emptyText: "从 Word 导入合同草稿，或新建空白合同并与对方共享。",
} as const;
