/** Characters that a password needs at least; the server holds the same rule. */
export const shortestPassword = 10;
