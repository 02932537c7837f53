import { partiesWords } from "./parties/parties-words.zh.ts";
import { registerWords } from "./register/register-words.zh.ts";
import { startingWords } from "./starting/starting-words.zh.ts";
import { pageWords } from "./contract-page/page-words.zh.ts";
import { checksWords } from "./checks/checks-words.zh.ts";

export const words = {
  checks: checksWords,
  nav: "合同",
  title: "合同",
  register: registerWords,
  parties: partiesWords,
  starting: startingWords,
  page: pageWords,
} as const;
