/**
 * Whether a database error is the breach of this named constraint or unique index.
 * Stores use it to turn what two people did at once into one clear refusal; every other error stays what it is.
 */
export function violates(error: unknown, constraint: string): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("23") &&
    "constraint_name" in error &&
    error.constraint_name === constraint
  );
}
