/** Signs that people type for a look and that go away with it; see `typingRules`. Those that are figures are not among them: figures matter. */

/** At the beginning of a paragraph: a heading, a check box, code, a line. A single sign is no more than a slip of the fingers. */
export const paragraphSigns = /^(?:#{2,6}|[[【][ xX]?[\]】]|```|···|---|—-|___)$/u;

/** Around words. */
export const wordSigns = /^(?:\*\*|__|~~|==)$/u;
