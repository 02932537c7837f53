/** What people type to choose a person or a command: a sign, and what is searched for. */

/** `@` and the beginning of a name. */
export const mentionSearch = /@[^\s@]{0,24}/u;

/** A slash, or 、 which a Chinese keyboard types on the same key, and the beginning of a command. */
export const slashSearch = /[/／、][^\s/／、]{0,24}/u;
