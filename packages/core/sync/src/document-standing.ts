/** What a document lets people do, whatever their role in it. */
import type { Language } from "@parley/base";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export interface DocumentStanding {
  /** Why nothing in it can be changed; `null` while it can. */
  readonly frozen: Readonly<Record<Language, string>> | null;
  /** [SY18] Whatever anybody types is proposed, also by who may edit. */
  readonly everybodyProposes: boolean;
  /** What one side proposes only the other one accepts. */
  readonly otherSideAccepts: boolean;
}

/** A document in which roles alone count. */
export const plainStanding: DocumentStanding = { frozen: null, everybodyProposes: false, otherSideAccepts: false };

const bits = { frozen: 1, everybodyProposes: 2, otherSideAccepts: 4 } as const;

export function writeStanding(encoder: encoding.Encoder, standing: DocumentStanding): void {
  const { frozen, everybodyProposes, otherSideAccepts } = standing;
  encoding.writeUint8(
    encoder,
    (frozen ? bits.frozen : 0) |
      (everybodyProposes ? bits.everybodyProposes : 0) |
      (otherSideAccepts ? bits.otherSideAccepts : 0),
  );
  if (!frozen) return;
  encoding.writeVarString(encoder, frozen.en);
  encoding.writeVarString(encoder, frozen.zh);
}

/** Reads what `writeStanding` wrote; a server of before says nothing. */
export function readStanding(decoder: decoding.Decoder): DocumentStanding {
  if (!decoding.hasContent(decoder)) return plainStanding;
  const told = decoding.readUint8(decoder);
  const has = (bit: number): boolean => (told & bit) !== 0;
  const frozen = has(bits.frozen) ? { en: decoding.readVarString(decoder), zh: decoding.readVarString(decoder) } : null;
  return {
    frozen,
    everybodyProposes: has(bits.everybodyProposes),
    otherSideAccepts: has(bits.otherSideAccepts),
  };
}
