import type { Party } from "@parley/base";
import { createContext, useCallback, useContext } from "react";
import { useTranslation } from "react-i18next";

/** For whom the person at this page acts. Sides are named as they see them: what is ours to one is the other side to another. */
export const ReaderPartyContext = createContext<Party>("ours");

/** Returns how a party is called for this reader. */
export function usePartyName(): (party: Party) => string {
  const { t } = useTranslation();
  const reader = useContext(ReaderPartyContext);
  return useCallback((party) => t(`ui.party.${seenBy(reader, party)}`), [t, reader]);
}

/** The side of a party as its counterparty sees it. Counsel is counsel to everybody. */
function seenBy(reader: Party, party: Party): Party {
  if (reader !== "counterparty" || party === "counsel") return party;
  return party === "ours" ? "counterparty" : "ours";
}
