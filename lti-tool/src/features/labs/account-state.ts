import { z } from 'zod';

/** Why an account could not be cleaned; the page says it in the reader's language. */
export const quarantineCauses = ['things-left', 'stack-kept', 'stack-slow', 'aws'] as const;
export type QuarantineCause = (typeof quarantineCauses)[number];

const instant = z.iso.datetime().transform((text) => new Date(text));

/** Where an account of the pool stands between two learners. */
export const accountStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('available'), since: instant }),
  z.object({ status: z.literal('leased'), since: instant, labId: z.string() }),
  z.object({ status: z.literal('frozen'), since: instant, labId: z.string() }),
  z.object({ status: z.literal('cleaning'), since: instant, labId: z.string() }),
  // without a cause the reason is a sentence, as it was written until 2026-11-26
  z.object({ status: z.literal('quarantine'), since: instant, cause: z.enum(quarantineCauses).optional(), reason: z.string() }),
]);
export type AccountState = z.infer<typeof accountStateSchema>;

/** A lab has let go of its account and nobody but operations may act in it. Undefined when the lab does not hold it. */
export function frozen(state: AccountState, labId: string, now: Date): AccountState | undefined {
  return state.status === 'leased' && state.labId === labId ? { status: 'frozen', since: now, labId } : undefined;
}

/** A frozen account is being emptied. Undefined when it is not frozen after this lab. */
export function cleaning(state: AccountState, labId: string, now: Date): AccountState | undefined {
  return state.status === 'frozen' && state.labId === labId ? { status: 'cleaning', since: now, labId } : undefined;
}

/** An account is proven clean. Undefined when it was not being emptied after this lab. */
export function cleaned(state: AccountState, labId: string, now: Date): AccountState | undefined {
  return state.status === 'cleaning' && state.labId === labId ? { status: 'available', since: now } : undefined;
}

/** What keeps an account from being cleaned. */
export interface WhyQuarantined {
  readonly cause: QuarantineCause;
  /** What is left, or what AWS said; empty where the cause says it all. */
  readonly reason: string;
}

/** An account could not be cleaned: it waits for a person. Undefined when it was not this lab's, or is still open to the learner. */
export function quarantined(state: AccountState, labId: string, { now, ...why }: WhyQuarantined & { readonly now: Date }): AccountState | undefined {
  return isHeldBy(state, labId) && state.status !== 'leased' ? { status: 'quarantine', since: now, ...why } : undefined;
}

/** A person lets an account back into the pool. Undefined when it is not in quarantine. */
export function released(state: AccountState, now: Date): AccountState | undefined {
  return state.status === 'quarantine' ? { status: 'available', since: now } : undefined;
}

/** Whether the account is still this lab's: a second run must not touch one that the next learner holds. */
export function isHeldBy(state: AccountState, labId: string): boolean {
  return 'labId' in state && state.labId === labId;
}
