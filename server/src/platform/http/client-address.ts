import type { Context } from "hono";

/**
 * The peer's address. `X-Forwarded-For` is believed only for as many last entries as there are proxies of our own.
 * @param trustedProxyCount 0 when the server faces the network itself.
 * @returns an IPv4 or IPv6 address, or `unknown` when there is no socket (a test that calls the app directly).
 */
export function clientAddress(context: Context, trustedProxyCount: number): string {
  const peer = peerAddress(context.env) ?? "unknown";
  if (trustedProxyCount === 0) return peer;
  const forwarded = (context.req.header("x-forwarded-for") ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  // Each of our proxies appends the address it was called from, so the first we believe is the client's.
  return forwarded.at(-trustedProxyCount) ?? forwarded[0] ?? peer;
}

function peerAddress(env: unknown): string | null {
  if (typeof env !== "object" || env === null || !("incoming" in env)) return null;
  const { incoming } = env;
  if (typeof incoming !== "object" || incoming === null || !("socket" in incoming)) return null;
  const { socket } = incoming;
  if (typeof socket !== "object" || socket === null || !("remoteAddress" in socket)) return null;
  const { remoteAddress } = socket;
  if (typeof remoteAddress !== "string") return null;
  return remoteAddress.startsWith("::ffff:") ? remoteAddress.slice("::ffff:".length) : remoteAddress;
}
