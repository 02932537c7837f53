export const words = {
  cancel: "Cancel",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  loading: "Loading",
  error: { title: "This could not be loaded", retry: "Try again" },
  noPermission: { title: "You have no access here" },
  party: { ours: "Our side", counterparty: "Counterparty", counsel: "Counsel" },
  role: { view: "View", comment: "Comment", suggest: "Suggest", edit: "Edit", own: "Owner" },
} as const;
