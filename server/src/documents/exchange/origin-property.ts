/** The document property of a Word file that names, sealed, the document that it was taken from. Word keeps it when it saves. */
export const ORIGIN_PROPERTY = "ParleyOrigin";
