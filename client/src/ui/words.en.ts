export const words = {
  cancel: "Cancel",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  twoSentences: "{{first}} {{second}}",
  loading: "Loading",
  error: { title: "This could not be loaded", retry: "Try again" },
  noPermission: { title: "You have no access here" },
  party: { ours: "Our side", counterparty: "Counterparty", counsel: "Counsel" },
  roleNote: {
    view: "Reads, and changes nothing",
    comment: "Reads and comments",
    suggest: "Proposes changes; others decide",
    edit: "Edits, and decides on proposals",
    own: "Edits, shares and puts away",
  },
  role: { view: "View", comment: "Comment", suggest: "Suggest", edit: "Edit", own: "Owner" },
} as const;
