import { type Clock, type InvitationId, type PersonId, type Random, newId } from "@parley/base";
import type { Config } from "../../config.ts";
import { readCookie } from "../../platform/http/read-cookie.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import { hashSecret, newSecret } from "../credentials/secrets.ts";
import type { Queries } from "../directory/person-store.ts";
import { type GuestSession, findGuestSession, insertGuestSession, touchGuestSession } from "./guest-session-store.ts";

const lifetimeMs = 7 * 24 * 60 * 60_000;
const touchEveryMs = 5 * 60_000;

/**
 * A guest's session is a cookie with a fresh secret, of which only the hash is stored. It lasts seven days and ends with
 * its invitation at the latest.
 */
export class GuestSessions {
  readonly #sql: Sql;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #secure: boolean;
  readonly #cookieName: string;

  constructor(deps: { sql: Sql; clock: Clock; random: Random; config: Pick<Config, "publicUrl"> }) {
    this.#sql = deps.sql;
    this.#clock = deps.clock;
    this.#random = deps.random;
    this.#secure = deps.config.publicUrl.startsWith("https:");
    // The prefix makes browsers insist on Secure, no Domain and Path=/; it cannot be set without TLS.
    this.#cookieName = this.#secure ? "__Host-parley.guest" : "parley.guest";
  }

  /** Begins a session inside the caller's transaction. @returns the `Set-Cookie` value, which must be sent only after the commit */
  async begin(
    tx: Queries,
    wanted: {
      personId: PersonId;
      invitationId: InvitationId;
      invitationExpiresAt: Date;
      userAgent: string | null;
      address: string;
    },
  ): Promise<string> {
    const nowMs = this.#clock.nowMs();
    const expiresAt = new Date(Math.min(nowMs + lifetimeMs, wanted.invitationExpiresAt.getTime()));
    const secret = newSecret(this.#random);
    await insertGuestSession(tx, {
      id: newId<"session">(this.#random),
      personId: wanted.personId,
      invitationId: wanted.invitationId,
      expiresAt,
      secretHash: hashSecret(secret),
      createdAt: new Date(nowMs),
      userAgent: wanted.userAgent?.slice(0, 400) ?? null,
      address: wanted.address,
    });
    return this.#cookie(secret, Math.floor((expiresAt.getTime() - nowMs) / 1000));
  }

  /** The request's guest session, if it has one that counts. */
  async find(request: Request): Promise<GuestSession | null> {
    const secret = readCookie(request, this.#cookieName);
    if (secret === null) return null;
    const nowMs = this.#clock.nowMs();
    const session = await findGuestSession(this.#sql, hashSecret(secret), new Date(nowMs));
    if (session && session.lastUsedAt.getTime() < nowMs - touchEveryMs) {
      await touchGuestSession(this.#sql, session.id, nowMs, touchEveryMs);
    }
    return session;
  }

  /** The `Set-Cookie` value that makes a browser forget. */
  forget(): string {
    return this.#cookie("", 0);
  }

  #cookie(value: string, maxAgeSeconds: number): string {
    const secure = this.#secure ? "; Secure" : "";
    return `${this.#cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
  }
}
