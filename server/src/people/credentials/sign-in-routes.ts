/**
 * The routes of sign-in, `/api/auth/*`. They are open to anyone; better-auth decides, after these guards:
 * only the routes below exist, the origin is ours, bodies are small, tries are limited by e-mail and address, and every
 * error has the API's one shape, so that a page can tell it in both languages.
 */
import { type Language, Refusal } from "@parley/base";
import { emailSchema, longestPassword, refusePeople, shortestPassword } from "@parley/people";
import type { Context, Hono } from "hono";
import { z } from "zod";
import type { Config } from "../../config.ts";
import type { FindCaller } from "../../platform/http/mount-api.ts";
import { clientAddress } from "../../platform/http/client-address.ts";
import { answerRefusal, fieldsOf, languageOf } from "../../platform/http/error-answer.ts";
import { refuseMalformed, refuseRequest } from "../../platform/http/refusals.ts";
import {
  readBody,
  refuseForeignOrigin,
  refuseMalformedAddress,
  refuseMisplacedToken,
  refuseUnstorableText,
} from "../../platform/http/request-guard.ts";
import type { Log } from "../../platform/log.ts";
import { refuseFaultyPassword } from "./password.ts";
import { type Attempt, type AttemptLimit, attemptRules } from "../limits/attempt-limit.ts";
import { networkOf } from "../../platform/http/network-of.ts";
import { type SignIn, addressHeader, companyProvider } from "./sign-in.ts";

const prefix = "/api/auth";
const maxBodyBytes = 16 * 1024;

/** What a body must be, and what it counts as. A try that succeeded is given back where `giveBack` says so. */
interface Route {
  readonly body?: z.ZodType<object>;
  readonly attempts?: (email: string, network: string) => readonly Attempt[];
  readonly giveBack?: true;
}

/** A place on this site: browsers read a second slash, or a backslash, as another site's name. */
const ownPath = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[^\\\s]*$/);

const routes: Readonly<Record<string, Route>> = {
  "POST /sign-in/email": {
    body: z.object({ email: emailSchema, password: z.string().min(1).max(128), rememberMe: z.boolean().optional() }),
    attempts: (email, network) => [
      [attemptRules.passwordByAddress, network],
      [attemptRules.passwordByEmailAndAddress, email, network],
      [attemptRules.passwordByEmail, email],
    ],
    giveBack: true,
  },
  "POST /email-otp/send-verification-otp": {
    body: z.object({ email: emailSchema, type: z.literal("sign-in") }),
    attempts: (email, network) => [
      [attemptRules.codeSentByAddress, network],
      [attemptRules.codeSentByEmail, email],
    ],
  },
  "POST /sign-in/email-otp": {
    body: z.object({ email: emailSchema, otp: z.string().regex(/^\d{6}$/) }),
    attempts: (email, network) => [
      [attemptRules.codeTriedByAddress, network],
      [attemptRules.codeTriedByEmail, email],
      [attemptRules.codeTriedByEmailADay, email],
    ],
    giveBack: true,
  },
  "POST /sign-in/social": {
    body: z.object({
      provider: z.literal(companyProvider),
      callbackURL: ownPath.optional(),
      errorCallbackURL: ownPath.optional(),
    }),
  },
  [`GET /callback/${companyProvider}`]: {},
  "POST /change-password": {
    body: z.object({
      currentPassword: z.string().min(1).max(128),
      newPassword: z.string().min(shortestPassword).max(longestPassword),
      revokeOtherSessions: z.boolean().optional(),
    }),
    attempts: (_email, network) => [[attemptRules.passwordByAddress, network]],
    giveBack: true,
  },
  "POST /sign-out": {},
  "GET /get-session": {},
};

export interface SignInRoutesDeps {
  readonly signIn: SignIn;
  readonly findCaller: FindCaller;
  readonly limit: AttemptLimit;
  readonly config: Pick<Config, "publicUrl" | "http">;
  readonly log: Log;
}

/** Adds the routes to the app. */
export function mountSignIn(app: Hono, deps: SignInRoutesDeps): void {
  app.all(`${prefix}/*`, async (context) => {
    const language = languageOf(context.req.raw);
    try {
      return await answer(context, deps, language);
    } catch (error) {
      if (error instanceof Refusal) return answerRefusal(error, language);
      deps.log.error({ err: error, route: context.req.path }, "sign-in failed");
      return answerRefusal(refuseRequest("request/failed"), language);
    }
  });
}

async function answer(context: Context, deps: SignInRoutesDeps, language: Language): Promise<Response> {
  const incoming = context.req.raw;
  const route = routes[`${incoming.method} ${context.req.path.slice(prefix.length)}`];
  if (!route) throw refuseRequest("request/unknown-route");
  refuseMisplacedToken(incoming);
  refuseMalformedAddress(incoming);
  refuseForeignOrigin(incoming, deps.config.publicUrl);
  const address = clientAddress(context, deps.config.http.trustedProxyCount);
  const { request, email, newPassword } = await readRequest(incoming, route, address);
  if (newPassword !== null) {
    const caller = await deps.findCaller(incoming, address);
    if (caller) refuseFaultyPassword(newPassword, caller);
  }
  const attempts = route.attempts?.(email, networkOf(address)) ?? [];
  await deps.limit.take(attempts);
  const response = await deps.signIn.handler(request);
  if (response.status >= 400) return answerRefusal(await asRefusal(response, deps.log), language);
  if (route.giveBack) await deps.limit.giveBack(attempts);
  return withoutSecrets(response);
}

async function readRequest(
  incoming: Request,
  route: Route,
  address: string,
): Promise<{ request: Request; email: string; newPassword: string | null }> {
  const headers = new Headers(incoming.headers);
  headers.delete("x-forwarded-for");
  headers.set(addressHeader, address);
  if (!route.body) {
    return { request: new Request(incoming.url, { method: incoming.method, headers }), email: "", newPassword: null };
  }
  const read = await readBody(incoming, maxBodyBytes);
  const body = parseBody(await read.text(), route.body);
  headers.set("content-type", "application/json");
  headers.delete("content-length");
  const request = new Request(incoming.url, { method: incoming.method, headers, body: JSON.stringify(body) });
  const textOf = (name: string): string | null => {
    const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
    return typeof value === "string" ? value : null;
  };
  return { request, email: textOf("email") ?? "", newPassword: textOf("newPassword") };
}

function parseBody(text: string, schema: z.ZodType<object>): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw refuseMalformed("bodyUnreadable");
    throw error;
  }
  refuseUnstorableText(value);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw refuseMalformed("fields", fieldsOf(issues));
}

const answeredBody = z.object({ code: z.string().optional(), message: z.string().optional() });

/** better-auth's error in our words. A code that was never sent, is wrong, is old or was tried too often sounds the same: it tells nobody which e-mails have accounts. */
async function asRefusal(response: Response, log: Log): Promise<Refusal> {
  const parsed = answeredBody.safeParse(await response.json().catch(() => ({})));
  const code = parsed.data?.code ?? "";
  switch (code) {
    case "INVALID_EMAIL_OR_PASSWORD":
    case "INVALID_PASSWORD":
      return refusePeople("people/credentials-wrong");
    case "INVALID_OTP":
    case "OTP_EXPIRED":
    case "TOO_MANY_ATTEMPTS":
      return refusePeople("people/sign-in-code-wrong");
    case "PERSON_INACTIVE":
      return refusePeople("people/inactive");
    default:
  }
  if (response.status === 401) return refusePeople("people/not-signed-in");
  if (response.status === 403) return refusePeople("people/not-permitted");
  if (response.status < 500) return refuseMalformed("fields", code || "input");
  log.error({ code, message: parsed.data?.message }, "sign-in failed");
  return refuseRequest("request/failed");
}

/** The session's token belongs into the cookie that no script can read, and nowhere else. */
async function withoutSecrets(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.set("cache-control", "no-store");
  const type = headers.get("content-type") ?? "";
  if (!type.includes("application/json")) return new Response(response.body, { status: response.status, headers });
  headers.delete("content-length");
  const written = await response.text();
  // A redirect says JSON and has no body.
  const text =
    written === ""
      ? null
      : JSON.stringify(JSON.parse(written), (key, value: unknown) => (key === "token" ? undefined : value));
  return new Response(text, { status: response.status, headers });
}
