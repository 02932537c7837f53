import { approvalWords } from "./approval/approval-words.zh.ts";
import { flowWords } from "./approval/flow-words.zh.ts";
import { checksWords } from "./checks/checks-words.zh.ts";
import { libraryWords } from "./clauses/library-words.zh.ts";
import { lanesWords } from "./lanes/lanes-words.zh.ts";
import { pageWords } from "./contract-page/page-words.zh.ts";
import { negotiationWords } from "./negotiation/negotiation-words.zh.ts";
import { partiesWords } from "./parties/parties-words.zh.ts";
import { registerWords } from "./register/register-words.zh.ts";
import { startingWords } from "./starting/starting-words.zh.ts";
import { templateWords } from "./templates/template-words.zh.ts";
import { valuesWords } from "./values/values-words.zh.ts";
import { reviewWords } from "./review/review-words.zh.ts";

export const words = {
  nav: "合同",
  title: "合同",
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
