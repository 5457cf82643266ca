/** What PostgreSQL keeps in no text and no JSON: NUL, and half of a pair of UTF-16, which is left where a text was cut inside an emoji. */
export const UNSTORABLE = /[\0\p{Cs}]/gu;

/** What breaks a line, rings a bell, or turns the direction of all that follows. */
const DISTURBING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/** A name or a title of a platform, as it can stand among others on a page; undefined when nothing is left of it. */
export const readable = (text: string): string | undefined => text.replaceAll(DISTURBING, ' ').trim() || undefined;
