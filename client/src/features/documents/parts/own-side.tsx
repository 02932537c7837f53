import type { Party } from "@parley/base";
import type { ReactElement } from "react";
import { isColleague, useMe } from "../../../platform/me.ts";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { ReaderPartyContext } from "../../../ui/reader-party.ts";

/** For whom the reader acts in a document. A guest may act for one side in one and for another in the next: their own is theirs in each. */
export function OwnSide({ party }: { party: Party }): ReactElement {
  const me = useMe();
  return (
    <ReaderPartyContext value={isColleague(me) ? "ours" : party}>
      <PartyLabel party={party} />
    </ReaderPartyContext>
  );
}
