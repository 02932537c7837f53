/** What people type to choose a person or a command: a sign, and what is searched for. */

/** `@` and the beginning of a name. */
export const mentionSearch = /@[^\s@]{0,24}/u;

/** A slash, or 、 which a Chinese keyboard types on the same key, and the beginning of a command. */
export const slashSearch = /[/／、][^\s/／、]{0,24}/u;

/** The sign that the slash menu puts there to choose a clause, and what is searched for in its number and words. */
export const clauseSign = "§";
export const clauseSearch = /§[^§\n]{0,30}/u;
