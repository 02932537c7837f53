import type { MiddlewareHandler } from "hono";
import type { Config } from "../config.ts";

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  // The component library sets style attributes and style elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every answer: nothing is loaded from elsewhere, nobody frames us, addresses with secrets in them stay here. */
export function securityHeaders(config: Pick<Config, "publicUrl">): MiddlewareHandler {
  const overTls = config.publicUrl.startsWith("https:");
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", policy);
    headers.set("x-content-type-options", "nosniff");
    headers.set("x-frame-options", "DENY");
    headers.set("referrer-policy", "no-referrer");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
    if (overTls) headers.set("strict-transport-security", "max-age=31536000");
  };
}
