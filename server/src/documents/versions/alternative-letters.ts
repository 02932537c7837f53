/** Which letter what waits has, where only one of several proposals for a place can be accepted. */
import { alternativeLetter } from "@parley/documents";
import { type Id, IdMap, rowNumber } from "@parley/history";
import type { PlacedRecord, Proposal } from "@parley/proposals";

export class AlternativeLetters {
  /** Words and blocks that alternatives bring. */
  private readonly brought = new IdMap<number>(rowNumber);
  private readonly byRecord = new Map<string, number>();

  /** `places` are the alternatives of each place, oldest first. */
  constructor(places: readonly (readonly Pick<Proposal, "inserted" | "blocks" | "records">[])[]) {
    for (const alternatives of places)
      alternatives.forEach(({ inserted, blocks, records }, index) => {
        for (const range of inserted) this.brought.claim(range, index);
        for (const block of blocks) this.brought.claim({ ...block, length: 1 }, index);
        for (const { key } of records) this.byRecord.set(key, index);
      });
  }

  /** Of a block or a character that waits. */
  ofId({ client, clock }: Id): { alternative?: string } {
    return letter(this.brought.get(client, clock));
  }

  ofRecord({ key }: PlacedRecord): { alternative?: string } {
    return letter(this.byRecord.get(key));
  }
}

function letter(index: number | undefined): { alternative?: string } {
  return index === undefined ? {} : { alternative: alternativeLetter(index) };
}
