export const words = {
  nav: "Contracts",
  title: "Contracts",
  emptyTitle: "No contracts yet",
  emptyText: "Import a draft from Word, or start an empty contract and share it with the other side.",
} as const;
