/** What of everything that waits for a decision cannot stay as it is when a version is restored. */
import type { ProposalRecord } from "@parley/document";
import { type IdRange, type Restoration, presentRanges } from "@parley/history";
import { type NegotiatedDocument, listProposals } from "@parley/proposals";

/** Proposals about text that goes, of which nothing or only a part is left; and blocks of their own that others come to wait in. */
export interface WaitingFigures {
  readonly voided: number;
  readonly parted: number;
}

export const NOTHING_LOST: WaitingFigures = { voided: 0, parted: 0 };

/** What restoring does to what waits; `null` stands for a restoration that changes nothing. */
export function readWaitingFigures(document: NegotiatedDocument, restoration: Restoration | null): WaitingFigures {
  if (restoration === null) return NOTHING_LOST;
  const { gone, partedBlocks: parted } = restoration;
  const isGone = (ranges: readonly IdRange[]): boolean => {
    const present = presentRanges(document, ranges);
    return present.length > 0 && present.every((range) => gone.covers(range));
  };
  const losesSomething = (record: ProposalRecord): boolean => subjectsOf(record).some(isGone);
  const voided = listProposals(document).filter(({ records }) => records.some(({ record }) => losesSomething(record)));
  return { voided: voided.length, parted };
}

/** What a record needs, each by itself, to say anything. What only says how proposals hang together needs nothing. */
function subjectsOf(record: ProposalRecord): IdRange[][] {
  const block = ([client, clock]: readonly [number, number]): IdRange[] => [{ client, clock, length: 1 }];
  switch (record.do) {
    case "delete":
    case "format":
      return [record.ids.map(([client, clock, length]) => ({ client, clock, length }))];
    case "remove":
    case "set":
      return [block(record.block)];
    case "join":
      return [block(record.block), block(record.to)];
    case "counter":
    case "move":
      return [];
  }
}
