import { unless, type Check, type MessageFacts } from './check.ts';

/** Moodle's tokens live 60 s, Canvas's an hour; one that lives longer is a token somebody could keep. */
const LONGEST_SECONDS = 3_600;

/** The token is short-lived by its own account: from `iat` to `exp`. */
export const lifetime: Check<MessageFacts> = ({ claims }) => {
  const seconds = Number(claims['exp']) - Number(claims['iat']);
  return unless(seconds > 0 && seconds <= LONGEST_SECONDS, 'LAUNCH_LIFETIME', `lives ${seconds} s, at most ${LONGEST_SECONDS}`);
};
