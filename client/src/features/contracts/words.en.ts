import { partiesWords } from "./parties/parties-words.en.ts";
import { registerWords } from "./register/register-words.en.ts";
import { startingWords } from "./starting/starting-words.en.ts";
import { pageWords } from "./contract-page/page-words.en.ts";
import { checksWords } from "./checks/checks-words.en.ts";

export const words = {
  checks: checksWords,
  nav: "Contracts",
  title: "Contracts",
  register: registerWords,
  parties: partiesWords,
  starting: startingWords,
  page: pageWords,
} as const;
