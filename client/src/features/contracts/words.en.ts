import { approvalWords } from "./approval/approval-words.en.ts";
import { flowWords } from "./approval/flow-words.en.ts";
import { checksWords } from "./checks/checks-words.en.ts";
import { libraryWords } from "./clauses/library-words.en.ts";
import { lanesWords } from "./lanes/lanes-words.en.ts";
import { pageWords } from "./contract-page/page-words.en.ts";
import { negotiationWords } from "./negotiation/negotiation-words.en.ts";
import { partiesWords } from "./parties/parties-words.en.ts";
import { registerWords } from "./register/register-words.en.ts";
import { startingWords } from "./starting/starting-words.en.ts";
import { templateWords } from "./templates/template-words.en.ts";
import { valuesWords } from "./values/values-words.en.ts";
import { reviewWords } from "./review/review-words.en.ts";

export const words = {
  nav: "Contracts",
  title: "Contracts",
  approval: approvalWords,
  checks: checksWords,
  lanes: lanesWords,
  flows: flowWords,
  library: libraryWords,
  page: pageWords,
  negotiation: negotiationWords,
  parties: partiesWords,
  register: registerWords,
  starting: startingWords,
  templates: templateWords,
  values: valuesWords,
  review: reviewWords,
} as const;
