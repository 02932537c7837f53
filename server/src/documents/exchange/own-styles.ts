/** Ids of the Word styles by which import knows again what our own export wrote. */

/** An empty paragraph that only keeps two tables apart; import drops it. */
export const separatorStyleId = "ParleySeparator";

/** The first two paragraphs of a place to sign. */
export const signatureStyleIds = {
  label: "ParleySignatureLabel",
  organisation: "ParleySignatureOrganisation",
} as const;

/** A sign in the place of a character that would turn words; within code, a style of code. */
export const signStyleIds = { plain: "ParleySign", code: "ParleySignCode" } as const;
