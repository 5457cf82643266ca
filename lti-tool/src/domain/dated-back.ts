/**
 * By how much what we sign is dated back: a platform's clock may be behind, by as much as its check calls right (CHECK_CLOCK), and PyJWT, with
 * which Open edX reads our tokens, takes no `iat` that is ahead of its own clock by a second.
 */
export const DATED_BACK_SECONDS = 30;
