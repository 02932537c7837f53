/**
 * [D13] What somebody sees in a negotiation and who sees what they do, told from the same rules by which the server serves it: shares give the document
 * to all parties; internal comments are for colleagues who act for our side; lanes are one side's; the record is for colleagues.
 */
import type { Party } from "@parley/base";
import type { Sight } from "@parley/contracts";

const everybody: Party[] = ["ours", "counterparty", "counsel"];

/** The list for somebody who acts for a party. */
export function readSight({ party, isColleague }: { readonly party: Party; readonly isColleague: boolean }): Sight[] {
  const isOurs = party === "ours" && isColleague;
  const advises = party === "counsel" || isOurs;
  const line = (what: Sight["what"], mine: boolean, seenBy: readonly Party[]): Sight => ({
    what,
    mine,
    seenBy: [...seenBy],
  });
  return [
    line("agreed-text", true, everybody),
    line("proposals", true, everybody),
    line("shared-comments", true, everybody),
    line("counsel-comments", advises, ["ours", "counsel"]),
    line("internal-comments", isOurs, ["ours"]),
    line("private-drafts", isOurs, ["ours"]),
    line("names", true, everybody),
    line("presence", true, everybody),
    line("log", true, everybody),
    line("contract-record", isOurs, ["ours"]),
  ];
}
