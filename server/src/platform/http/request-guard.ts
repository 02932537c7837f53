/**
 * What every request under /api must survive before a slice sees it.
 * Everything here throws a `Refusal`; nothing here knows an endpoint.
 */
import { formatSize } from "@parley/base";
import { refusePeople } from "@parley/people";
import { refuseMalformed, refuseRequest } from "./refusals.ts";

/** The beginning of every personal access token. */
export const tokenPrefix = "parley_";

const tokenShape = /^parley_[A-Za-z0-9_-]{20,}$/;
// With the `u` flag a whole pair counts as its character, so only halves match.
const unstorable = /[\0\p{Surrogate}]/u;
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a token where it would end up in logs, histories and other sites' hands: in the address or in a cookie.
 * Also refuses an `Authorization` that is not `Bearer`.
 */
export function refuseMisplacedToken(request: Request): void {
  const { searchParams } = new URL(request.url);
  for (const [name, value] of searchParams) {
    if (name === "token" || name === "access_token" || tokenShape.test(value))
      throw refusePeople("people/token-misplaced");
  }
  for (const value of cookieValues(request)) {
    if (tokenShape.test(value)) throw refusePeople("people/token-misplaced");
  }
  const authorization = request.headers.get("authorization");
  if (authorization !== null && !/^Bearer +\S+$/i.test(authorization)) throw refusePeople("people/token-misplaced");
}

function cookieValues(request: Request): string[] {
  const header = request.headers.get("cookie");
  if (!header) return [];
  return header.split(";").map((pair) => pair.slice(pair.indexOf("=") + 1).trim());
}

/**
 * Refuses a changing request that another site made a browser send. A request with an `Authorization` header is let
 * through: a browser never adds that by itself. A request that carries a cookie must prove its origin.
 */
export function refuseForeignOrigin(request: Request, publicUrl: string): void {
  if (safeMethods.has(request.method) || request.headers.has("authorization")) return;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw refusePeople("people/wrong-origin");
  const origin = request.headers.get("origin");
  if (origin !== null) {
    if (!isOurOrigin(origin, request, publicUrl)) throw refusePeople("people/wrong-origin");
    return;
  }
  if (site === null && request.headers.has("cookie")) throw refusePeople("people/wrong-origin");
}

function isOurOrigin(origin: string, request: Request, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return origin === new URL(publicUrl).origin || host === request.headers.get("host");
}

/** Refuses an address whose percent escapes are not UTF-8: it would reach a slice as something nobody wrote. */
export function refuseMalformedAddress(request: Request): void {
  const { pathname, search } = new URL(request.url);
  try {
    decodeURIComponent(pathname);
    decodeURIComponent(search.replaceAll("+", " "));
  } catch (error) {
    if (error instanceof URIError) throw refuseMalformed("addressNotUtf8");
    throw error;
  }
}

/**
 * Reads the whole body, never more than `limitBytes`.
 * @returns the request with its body in memory, so that no later reader can be kept waiting by a slow sender.
 */
export async function readBody(request: Request, limitBytes: number): Promise<Request> {
  if (safeMethods.has(request.method) || request.body === null) return request;
  const tooLarge = (): Error => refuseRequest("request/too-large", { limit: formatSize(limitBytes), limitBytes });
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > limitBytes) {
      // Not cancelled: the server drops what is left of a request once it is answered.
      reader.releaseLock();
      throw tooLarge();
    }
    chunks.push(value);
  }
  const body = Buffer.concat(chunks, length);
  if (!isUpload(request)) refuseInvalidUtf8(body);
  return new Request(request.url, { method: request.method, headers: request.headers, body });
}

/** Whether the body is a form with files. */
export function isUpload(request: Request): boolean {
  return request.headers.get("content-type")?.toLowerCase().startsWith("multipart/form-data") === true;
}

function refuseInvalidUtf8(body: Uint8Array): void {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) throw refuseMalformed("bodyNotUtf8");
    throw error;
  }
}

/** Refuses text that no database column can hold: U+0000, and halves of surrogate pairs. */
export function refuseUnstorableText(value: unknown, path = ""): void {
  if (typeof value === "string") {
    if (unstorable.test(value)) {
      throw refuseMalformed("notText", path || "input");
    }
    return;
  }
  if (typeof value !== "object" || value === null || value instanceof Blob) return;
  for (const [key, child] of Object.entries(value)) refuseUnstorableText(child, path === "" ? key : `${path}.${key}`);
}
