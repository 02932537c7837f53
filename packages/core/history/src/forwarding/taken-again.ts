import * as Y from "yjs";
import { joinRanges } from "../ids/id-range.ts";
import type { ArrivedRow, ForwardingDocument } from "./row-view.ts";

/** What taking a row of the log did, read again from its bytes and from a document that holds it. */
export function takenAgain(
  { attribution, lineage }: ForwardingDocument,
  { seq, update }: { readonly seq: number; readonly update: Uint8Array },
): Pick<ArrivedRow, "seq" | "inserted" | "stated" | "deleted" | "copies"> {
  const { structs, ds } = Y.decodeUpdate(update);
  const inserted = joinRanges(structs.map(({ id: { client, clock }, length }) => ({ client, clock, length })));
  const stated = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, length: len })),
  );
  return {
    seq,
    inserted,
    stated,
    deleted: stated.flatMap((range) => attribution.deletedBy(range).filter((each) => each.seq === seq)),
    copies: inserted.flatMap((range) => lineage.sourcesOf(range)).filter(({ copy }) => !lineage.isDouble(copy)),
  };
}
