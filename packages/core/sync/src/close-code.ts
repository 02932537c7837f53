/** Why a socket was closed. 4400-4499: do not come back as you are; 4500-4599 and the standard codes: try again. */
export const closeCodes = {
  malformed: 4400,
  notSignedIn: 4401,
  accessRemoved: 4403,
  notFound: 4404,
  foreignClientId: 4409,
  messageTooLarge: 4413,
  tooManyConnections: 4414,
  schema: 4422,
  draining: 4503,
  tooSlow: 4508,
  /** What was sent does not follow what the server holds: synchronise again. */
  outOfStep: 4510,
  documentUnavailable: 4513,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** Whether a client may come back by itself after a close. The band is what counts, so old clients stay right when codes are added. */
export function isPermanentClose(code: number): boolean {
  return code >= 4400 && code < 4500;
}
