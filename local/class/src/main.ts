import { setTimeout as pause } from 'node:timers/promises';
import { bringClass, CLASSMATES } from './class.ts';

const FIRST_PORT = 3000;
const ACTIVITY = '/courses/101/activities/s3-static-site';
/** Somebody thinks for this long before the next thing they do, so that a class of eleven is at work for two minutes. */
const THINKS = { from: 4_000, to: 16_000 };
const ASKS_AGAIN_AFTER = 1_000;

/** Something that a person can mend: one sentence, no stack. */
export class ClassError extends Error {
  override readonly name = 'ClassError';
}

/**
 * `npm run class`: the other learners of the demo's course come and work in labs of their own, beside `npm start`.
 * @param environment `PORT` is the first of the ports that `npm start` was given
 * @returns whether each of them did what they came for
 * @throws ClassError with one sentence that says what to do
 */
export async function runClass(environment: Readonly<Record<string, string | undefined>>, say: (line: string) => void): Promise<boolean> {
  const lmsUrl = `http://localhost:${Number(environment.PORT ?? FIRST_PORT) + 1}`;
  if (!(await answers(lmsUrl))) throw new ClassError(`Nothing answers at ${lmsUrl}: run "npm start" in another terminal first, with the same PORT.`);
  say(`${CLASSMATES.length} learners come to ${lmsUrl}${ACTIVITY}; watch them on the instructor's page. Ctrl-C sends them away, their labs stay.`);
  const came = await bringClass({ activity: { lmsUrl, path: ACTIVITY }, think: () => pause(THINKS.from + Math.random() * (THINKS.to - THINKS.from)), wait: () => pause(ASKS_AGAIN_AFTER), say });
  say(`${came} of ${CLASSMATES.length} have done what they came for. Labs that nobody ended run on until their time is up.`);
  return came === CLASSMATES.length;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/sign-in`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
