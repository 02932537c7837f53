/** The path to go to after sign-in: one of this site, never another's. Anything else gives the start page. */
export function safeReturnPath(wanted: unknown): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || /^\/[/\\]/.test(wanted) || /\p{Cc}/u.test(wanted))
    return "/";
  const url = new URL(wanted, "https://here.invalid");
  return url.origin === "https://here.invalid" ? url.pathname + url.search + url.hash : "/";
}
