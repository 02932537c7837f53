import { postJson } from "./api.ts";

/** The sign-in provider of the company, as the server registers it. */
const companyProvider = "company";

/** Signs a colleague in by password and starts a session (a cookie). */
export async function signInWithPassword(email: string, password: string): Promise<void> {
  await postJson("/api/auth/sign-in/email", { email, password });
}

/** Sends a one-time code by mail. It says the same whether or not the address is known. */
export async function requestSignInCode(email: string): Promise<void> {
  await postJson("/api/auth/email-otp/send-verification-otp", { email, type: "sign-in" });
}

/** Signs a colleague in by the code from the mail. */
export async function signInWithCode(email: string, code: string): Promise<void> {
  await postJson("/api/auth/sign-in/email-otp", { email, otp: code });
}

/** Starts the sign-in at the company's own provider; answers the address to go to. `returnTo` is a path of this site. */
export async function startCompanySignIn(returnTo: string): Promise<string> {
  const answer = await postJson("/api/auth/sign-in/social", {
    provider: companyProvider,
    callbackURL: returnTo,
    errorCallbackURL: "/sign-in",
  });
  const address = typeof answer === "object" && answer !== null && "url" in answer ? answer.url : null;
  if (typeof address !== "string") throw new Error("the sign-in provider's answer has no address");
  return address;
}

/** Ends the session of a colleague. */
export async function signOut(): Promise<void> {
  await postJson("/api/auth/sign-out", {});
}

/** Changes one's own password and ends all other sessions. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await postJson("/api/auth/change-password", { currentPassword, newPassword, revokeOtherSessions: true });
}
