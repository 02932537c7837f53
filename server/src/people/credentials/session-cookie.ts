import { createHmac, timingSafeEqual } from "node:crypto";
import type { Config } from "../../config.ts";
import { readCookie } from "../../platform/http/read-cookie.ts";

/**
 * The token of a member's session cookie, if the cookie was signed by this server: `<token>.<HMAC-SHA-256 in base64>`,
 * percent-encoded, which is how better-auth writes it. It is read here, since asking the library costs every request and
 * every socket more than a millisecond; that both agree is held by the sign-in tests.
 */
export function readSessionToken(request: Request, config: Pick<Config, "publicUrl" | "secret">): string | null {
  const prefix = config.publicUrl.startsWith("https:") ? "__Secure-" : "";
  const raw = readCookie(request, `${prefix}parley.session_token`);
  const value = raw === null ? null : decode(raw);
  if (value === null) return null;
  const dot = value.lastIndexOf(".");
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1));
  const right = Buffer.from(createHmac("sha256", config.secret).update(token).digest("base64"));
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

function decode(raw: string): string | null {
  try {
    return decodeURIComponent(raw);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
