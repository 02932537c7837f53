/** Width of the text on the page, in pixels: A4 less two margins of 2.54 cm. */
export const textWidthPixels = 602;

/** A4 and its margins, in twentieths of a point. */
export const page = {
  size: { width: 11_906, height: 16_838 },
  margin: { top: 1_440, right: 1_440, bottom: 1_440, left: 1_440 },
} as const;
