import type { SessionId } from "@parley/base";
import { peopleApi } from "@parley/people";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { languageOf } from "../../platform/http/error-answer.ts";
import { anyone, signedIn } from "../../platform/http/policies.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import type { Announcements } from "../announcements.ts";
import { deleteSession } from "../credentials/session-store.ts";
import { type GuestEntry, maskEmail } from "../guests/guest-entry.ts";
import type { GuestSessions } from "../guests/guest-sessions.ts";
import type { Invitations } from "../guests/invitations.ts";

/** How an invited outsider comes in and leaves. */
export function createGuestEndpoints(deps: {
  readonly sql: Sql;
  readonly invitations: Invitations;
  readonly entry: GuestEntry;
  readonly sessions: GuestSessions;
  readonly announcements: Announcements;
}): EndpointTree {
  const { invitations, entry } = deps;
  return {
    face: endpoint(peopleApi.guests.face, {
      allow: anyone,
      handle: async ({ input }) => {
        const invitation = await invitations.requireOpen(input.secret);
        return {
          documentTitle: invitation.title,
          inviterName: invitation.inviterName,
          companyName: invitation.companyName,
          role: invitation.role,
          party: invitation.party,
          expiresAt: invitation.expiresAt.toISOString(),
          emailHint: invitation.email === null ? null : maskEmail(invitation.email),
        };
      },
    }),
    requestCode: endpoint(peopleApi.guests.requestCode, {
      allow: anyone,
      handle: async ({ input, context }) => {
        const { expiresInSeconds } = await entry.requestCode({ ...input, address: context.address });
        return { sent: true as const, expiresInSeconds };
      },
    }),
    enter: endpoint(peopleApi.guests.enter, {
      allow: anyone,
      handle: async ({ input, context }) => {
        const { subjectId, cookie } = await entry.enter({
          ...input,
          language: input.language ?? languageOf(context.request),
          userAgent: context.request.headers.get("user-agent"),
          address: context.address,
        });
        context.answerHeaders.append("set-cookie", cookie);
        return { documentId: subjectId };
      },
    }),
    leave: endpoint(peopleApi.guests.leave, {
      allow: signedIn,
      handle: async ({ grant, context }) => {
        context.answerHeaders.append("set-cookie", deps.sessions.forget());
        if (grant.by === "guest-session") {
          await deleteSession(deps.sql, grant.personId, grant.credentialId as SessionId);
          deps.announcements.credentialsEnded(grant.personId, [grant.credentialId]);
        }
        return { done: true as const };
      },
    }),
  };
}
