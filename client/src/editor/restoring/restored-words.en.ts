/** Words of versions that were restored. */
export const restored = {
  told: "{{name}} restored “{{title}}”. What is agreed reads as it did then.",
  toldEarlier: "{{name}} restored an earlier version. What is agreed reads as it did then.",
  restored: "Restored “{{title}}”",
  restoredEarlier: "Restored an earlier version",
  asImported: "As imported: {{name}}",
  compare: "Compare with before",
  nothing: "Nothing in the agreed text changes.",
  and: ", ",
  characters_one: "{{count, number}} character",
  characters_other: "{{count, number}} characters",
  paragraphs_one: "{{count, number}} paragraph",
  paragraphs_other: "{{count, number}} paragraphs",
  you: "you",
  author: "{{name}} ({{size}})",
  will: {
    gone: "Goes from the text: {{what}}",
    back: "Comes back: {{what}}",
    other_one: "Formatting, layout or place changes in {{count, number}} place",
    other_other: "Formatting, layout or place changes in {{count, number}} places",
    edits: "Direct changes that are undone: {{authors}}",
    accepted_one: "{{count, number}} accepted proposal is undone: proposed by {{proposers}}, accepted by {{deciders}}",
    accepted_other:
      "{{count, number}} accepted proposals are undone: proposed by {{proposers}}, accepted by {{deciders}}",
  },
  did: {
    gone: "Went from the text: {{what}}",
    back: "Came back: {{what}}",
    other_one: "Formatting, layout or place changed in {{count, number}} place",
    other_other: "Formatting, layout or place changed in {{count, number}} places",
    edits: "Direct changes that were undone: {{authors}}",
    accepted_one: "{{count, number}} accepted proposal was undone: proposed by {{proposers}}, accepted by {{deciders}}",
    accepted_other:
      "{{count, number}} accepted proposals were undone: proposed by {{proposers}}, accepted by {{deciders}}",
  },
  stays: {
    moved: "It split, joined or moved text, so it cannot be undone as such: change the text there instead.",
    gone: "The text has changed there since, and nothing of this decision is left in it. It cannot be taken back.",
  },
  undone: {
    restored: "No longer in the text: {{name}} restored “{{title}}”, ",
    restoredEarlier: "No longer in the text: {{name}} restored an earlier version, ",
    deleted: "No longer in the text: deleted by {{name}}, ",
    decided: "No longer in the text: it went with another decision of {{name}}, ",
  },
} as const;
