/** A pending one of these is a proposed end of a paragraph. */
export const PARAGRAPH_BREAK = "\u2029";
