import { type LegalPartyInput, creditCodeFault, normalCreditCode, refuseMaster } from "@parley/contracts";

/** The fields of a party as they are kept. Throws `contracts/credit-code-wrong`, `contracts/email-wrong`. */
export function checkedParty<
  Fields extends { readonly [Field in keyof LegalPartyInput]?: LegalPartyInput[Field] | undefined },
>(party: Fields): Fields {
  const { creditCode, contactEmail } = party;
  if (contactEmail && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contactEmail)) throw refuseMaster("contracts/email-wrong");
  if (!creditCode) return party;
  const code = normalCreditCode(creditCode);
  if (creditCodeFault(code) !== null) throw refuseMaster("contracts/credit-code-wrong");
  return { ...party, creditCode: code };
}
