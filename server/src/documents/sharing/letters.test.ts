import { languages } from "@parley/base";
import { expect, test } from "vitest";
import { assignedLetter, mentionLetter } from "../comments/comment-letters.ts";
import { textMentionLetter } from "../mentions/mention-letter.ts";
import { ownerLetter, roleLetter, sharedLetter } from "./letters.ts";

test("letters show characters of a title that are not seen by their signs", () => {
  const facts = {
    byName: "Lin",
    title: "Fee \u202E001",
    url: "https://parley.example/d",
    text: "Yes.",
    quote: "",
    circleName: null,
    isInternal: false,
  };
  for (const language of languages) {
    const to = "mara@parley.example";
    const letters = [
      sharedLetter(to, language, { ...facts, role: "edit", departmentName: null }),
      roleLetter(to, language, { ...facts, role: "edit" }),
      ownerLetter(to, language, { ...facts, ownerName: null, formerOwnerName: "Osei" }),
      mentionLetter(to, language, facts),
      assignedLetter(to, language, facts),
      textMentionLetter(to, language, { ...facts, isProposed: false }),
    ];
    for (const letter of letters) {
      const words = JSON.stringify(letter);
      expect(words).not.toContain("\u202E");
      expect(words).toContain("Fee ⟨U+202E⟩001");
    }
  }
});
