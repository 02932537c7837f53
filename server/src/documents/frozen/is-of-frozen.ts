/** Whether the database refused rows since their document is frozen. */
export function isOfFrozen(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "PF423";
}
