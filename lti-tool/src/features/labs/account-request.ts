import { awsAccountIdSchema } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import { lookAgainAfter } from './look-rhythm.ts';

const instant = z.iso.datetime().transform((text) => new Date(text));

/** How far an account is that shall join the pool. */
export const accountRequestStateSchema = z.discriminatedUnion('status', [
  /** AWS makes none for it: it has not been asked yet, or said no. */
  z.object({ status: z.literal('noted') }),
  /** AWS is being asked. Who finds it so cannot know whether AWS has heard: whoever asked may have been killed before the answer was kept. */
  z.object({ status: z.literal('asking') }),
  /** AWS is at it, under a number of its own. */
  z.object({ status: z.literal('under-way'), ticket: z.string(), since: instant }),
  /** The account is there; the pool has to take it in. */
  z.object({ status: z.literal('made'), accountId: awsAccountIdSchema, since: instant }),
]);
export type AccountRequestState = z.infer<typeof accountRequestStateSchema>;

/** What counts when the pool is looked at. */
export interface PoolNeed {
  /** Accounts that rest, ready for the next learner. */
  readonly available: number;
  /** All accounts of the pool. */
  readonly size: number;
  /** Accounts that have been asked for and have not joined the pool yet. */
  readonly coming: number;
  /** Accounts there should be for the next learners: those kept ready, and one for each lab that has none yet. */
  readonly wanted: number;
  /** Accounts there may be. */
  readonly maximum: number;
}

/**
 * How many more accounts shall be asked for; below zero, how many of those that are coming are not needed (any more). The pool never grows
 * past its limit, whoever waits.
 */
export function accountsToAskFor({ available, size, coming, wanted, maximum }: PoolNeed): number {
  return Math.min(wanted - available, maximum - size) - coming;
}

const FIRST_REST_MILLISECONDS = 5_000;
const LONGEST_REST_MILLISECONDS = 10 * 60_000;

/** What failed is tried again after a rest that doubles; a quota that was raised is noticed within ten minutes. @param failures how often in a row @returns milliseconds */
export function restAfter(failures: number): number {
  return Math.min(FIRST_REST_MILLISECONDS * 2 ** (failures - 1), LONGEST_REST_MILLISECONDS);
}

const LOOK_EVERY_MILLISECONDS = 2_000;
const IN_A_HURRY_MILLISECONDS = 2 * 60_000;

/**
 * An account takes a minute or so, and only a few are made at once: each is looked at often, because the next one waits for its place. One that
 * takes long is looked at less often.
 * @param age how long AWS has been at it, in milliseconds
 * @returns when to look again, in milliseconds from now
 */
export function lookAtAccountAfter(age: number): number {
  return age < IN_A_HURRY_MILLISECONDS ? LOOK_EVERY_MILLISECONDS : lookAgainAfter(age);
}

/**
 * AWS says that an account is made before all of it lets itself be used; only what takes longer is a problem.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html ("wait a few minutes")
 */
const SETTLING_MILLISECONDS = 10 * 60_000;

/** Whether an account is so new that a refusal means no more than "not yet". */
export function isSettling(state: AccountRequestState, now: Date): boolean {
  return state.status === 'made' && now.getTime() - state.since.getTime() < SETTLING_MILLISECONDS;
}
