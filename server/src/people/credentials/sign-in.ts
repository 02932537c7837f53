/**
 * better-auth, set up for us: password, one-time code by mail and the company's identity provider.
 *
 * - Nobody signs up: an account exists only for a colleague whom an administrator has added. Ids are ours.
 * - Its tables are in the schema `auth`, reached by a client of their own whose search path is that schema.
 * - Its own rate limits and origin checks are off: `sign-in-routes.ts` has stricter ones, which count in the database.
 */
import { type PersonId, type Random, type SessionId, newId } from "@parley/base";
import { longestPassword, shortestPassword } from "@parley/people";
import { betterAuth } from "better-auth";
import { emailOTP, genericOAuth } from "better-auth/plugins";
import { APIError } from "better-auth/api";
import { Kysely } from "kysely";
import { PostgresJSDialect } from "kysely-postgres-js";
import type { Config } from "../../config.ts";
import type { Log } from "../../platform/log.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import { hashCode, newCode } from "./secrets.ts";

/** Where our routes tell better-auth the address they trust. Taken from nobody else. */
export const addressHeader = "x-parley-address";
/** The identity provider's name in better-auth's addresses. */
export const companyProvider = "company";
/** How long a code counts. */
export const codeLifetimeMs = 10 * 60_000;
/** Wrong tries that one code survives. */
export const codeTries = 5;

const sessionSeconds = 30 * 24 * 60 * 60;

export interface SignInDeps {
  readonly config: Pick<Config, "publicUrl" | "secret" | "oidc">;
  /** A client whose search path is `auth`. */
  readonly sql: Sql;
  readonly random: Random;
  readonly log: Log;
  /** Sends the code. Must not take longer for an address it does not know. */
  readonly sendCode: (email: string, code: string) => void;
  readonly isActive: (personId: string) => Promise<boolean>;
  /** Called after a session was deleted here: by signing out, or by a new password that ends the others. */
  readonly onSessionEnded: (ended: { personId: PersonId; sessionId: SessionId }) => void;
}

/** Answers the requests that `sign-in-routes.ts` lets through. */
export interface SignIn {
  readonly handler: (request: Request) => Promise<Response>;
}

export function createSignIn(deps: SignInDeps): SignIn {
  const { config, random } = deps;
  return betterAuth({
    baseURL: config.publicUrl,
    basePath: "/api/auth",
    secret: config.secret,
    database: { db: new Kysely({ dialect: new PostgresJSDialect({ postgres: deps.sql }) }), type: "postgres" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
    },
    session: { expiresIn: sessionSeconds, disableSessionRefresh: true, cookieCache: { enabled: false } },
    account: { accountLinking: { enabled: true }, encryptOAuthTokens: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: "parley",
      useSecureCookies: config.publicUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
      disableCSRFCheck: true,
      // Said aloud: by itself the library drops this check when it takes the surroundings for a test.
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => newId(random) },
    },
    onAPIError: { errorURL: `${config.publicUrl}/sign-in` },
    logger: { level: "warn", log: (level, message, ...details) => logFrom(deps.log, level, message, details) },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            if (!(await deps.isActive(session.userId))) throw new APIError("FORBIDDEN", { code: "PERSON_INACTIVE" });
          },
        },
        delete: {
          after: (session) => {
            deps.onSessionEnded({ personId: session.userId as PersonId, sessionId: session.id as SessionId });
            return Promise.resolve();
          },
        },
      },
    },
    plugins: [
      emailOTP({
        disableSignUp: true,
        otpLength: 6,
        expiresIn: codeLifetimeMs / 1000,
        allowedAttempts: codeTries,
        generateOTP: () => newCode(random),
        storeOTP: {
          hash: (code) => Promise.resolve(Buffer.from(hashCode(config.secret, "sign-in", code)).toString("base64url")),
        },
        sendVerificationOTP: ({ email, otp }) => Promise.resolve(deps.sendCode(email, otp)),
      }),
      ...companyProviders(config.oidc),
    ],
  });
}

function companyProviders(oidc: Config["oidc"]): ReturnType<typeof genericOAuth>[] {
  if (!oidc) return [];
  return [
    genericOAuth({
      config: [
        {
          providerId: companyProvider,
          name: oidc.name,
          discoveryUrl: `${oidc.issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
          clientId: oidc.clientId,
          clientSecret: oidc.clientSecret,
          scopes: ["openid", "email", "profile"],
          requireIdTokenVerification: true,
          disableSignUp: true,
          // Many company directories leave the claim out; only an explicit "not verified" is a no.
          mapProfileToUser: (profile) => ({
            emailVerified: profile["email_verified"] === undefined || isTrue(profile["email_verified"]),
          }),
        },
      ],
    }),
  ];
}

function isTrue(claim: unknown): boolean {
  return claim === true || claim === "true";
}

function logFrom(log: Log, level: string, message: string, details: readonly unknown[]): void {
  const error = details.find((detail) => detail instanceof Error);
  // A wrong password is everyday life, not a warning.
  const ours = level === "error" ? "error" : "debug";
  log[ours](error ? { err: error } : {}, `sign-in: ${message}`);
}
