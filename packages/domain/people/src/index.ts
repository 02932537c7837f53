export { type CsvError, type CsvPerson, csvColumns, csvError, readPeopleCsv } from "./people-csv.ts";
export {
  type Me,
  csvReportSchema,
  invitationFaceSchema,
  mailSchema,
  meSchema,
  peopleApi,
  sessionSchema,
  tokenSchema,
} from "./api.ts";
export { longestPassword, passwordFault, shortestPassword } from "./password.ts";
export { peopleRefusals, refusePeople } from "./refusals.ts";
export {
  type Department,
  type Person,
  type Standing,
  departmentSchema,
  emailSchema,
  idSchema,
  languageSchema,
  momentSchema,
  partySchema,
  personSchema,
  roleSchema,
  standingSchema,
  standings,
} from "./words.ts";
