/** The policies that need nothing but the caller. Those that ask about a document live in the documents slice. */
import { refusePeople } from "@parley/people";
import type { Caller } from "../caller.ts";
import type { Policy, RequestContext } from "./endpoint.ts";

type CallerPolicy<Grant> = Policy<unknown, Grant>;

/** No sign-in needed. The grant is the caller, or `null`. */
export const anyone: CallerPolicy<Caller | null> = Object.assign(
  ({ context }: { context: RequestContext }) => context.caller,
  {
    label: "anyone",
    public: true as const,
  },
);

/** Any caller, guests too. */
export const signedIn: CallerPolicy<Caller> = Object.assign(
  ({ context }: { context: RequestContext }) => requireCaller(context),
  {
    label: "any signed-in caller, guests too",
  },
);

/** An administrator or a member; a guest is refused as `people/not-permitted`. */
export const colleague: CallerPolicy<Caller> = Object.assign(
  ({ context }: { context: RequestContext }) => {
    const caller = requireCaller(context);
    if (caller.standing === "guest") throw refusePeople("people/not-permitted");
    return caller;
  },
  { label: "colleagues" },
);

/** An administrator. */
export const administrator: CallerPolicy<Caller> = Object.assign(
  ({ context }: { context: RequestContext }) => {
    const caller = requireCaller(context);
    if (caller.standing !== "administrator") throw refusePeople("people/not-permitted");
    return caller;
  },
  { label: "administrators" },
);

function requireCaller(context: RequestContext): Caller {
  if (!context.caller) throw refusePeople("people/not-signed-in");
  return context.caller;
}
