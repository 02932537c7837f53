/**
 * The same bytes in memory of their own. Small values that come from the database or the network are cut out of large pieces
 * (64 KiB), and a hash of 32 bytes that is kept with an open document keeps the whole piece.
 */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength > 2 * bytes.length ? new Uint8Array(bytes) : bytes;
}
