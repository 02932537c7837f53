import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import type { IdRange } from "./ids/id-range.ts";

/** An update of these structs, each client's in the order of clocks without gaps, and of these deletions. Order stays as it is given. */
export function encodeUpdate(
  structs: readonly (Y.Item | Y.GC | Y.Skip)[],
  deleted: readonly Readonly<IdRange>[],
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder } = encoder;
  const sections = Map.groupBy(structs, ({ id }) => id.client);
  encoding.writeVarUint(restEncoder, sections.size);
  for (const [client, own] of sections) {
    encoding.writeVarUint(restEncoder, own.length);
    encoder.writeClient(client);
    encoding.writeVarUint(restEncoder, own[0]?.id.clock ?? 0);
    for (const struct of own) struct.write(encoder, 0);
  }
  const byClient = Map.groupBy(deleted, ({ client }) => client);
  encoding.writeVarUint(restEncoder, byClient.size);
  for (const [client, ranges] of byClient) {
    encoding.writeVarUint(restEncoder, client);
    encoding.writeVarUint(restEncoder, ranges.length);
    for (const { clock, length } of ranges) {
      encoding.writeVarUint(restEncoder, clock);
      encoding.writeVarUint(restEncoder, length);
    }
  }
  return encoder.toUint8Array();
}
