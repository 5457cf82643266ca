import { z } from 'zod';
import { endReasonSchema, type EndReason } from '../../domain/events.ts';

const instant = z.iso.datetime().transform((text) => new Date(text));
const accountId = z.string();

/** Why a requested lab does not begin yet: a code of the catalogue. */
const waitingForSchema = z.enum(['LAB_POOL_EMPTY']).nullable();

/** Where a lab stands on its way. Each state holds exactly what is true in it. */
export const labStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('requested'), since: instant, waitingFor: waitingForSchema }),
  z.object({ status: z.literal('provisioning'), since: instant, accountId }),
  z.object({ status: z.literal('ready'), since: instant, accountId, endsAt: instant, extendedMinutes: z.number().int(), outputs: z.record(z.string(), z.string()) }),
  z.object({ status: z.literal('ending'), since: instant, accountId: accountId.nullable(), reason: endReasonSchema }),
  z.object({ status: z.literal('ended'), since: instant, reason: endReasonSchema }),
  z.object({ status: z.literal('failed'), since: instant, what: z.string(), why: z.string() }),
]);
export type LabState = z.infer<typeof labStateSchema>;
export type LabStatus = LabState['status'];
type StateOf<Status extends LabStatus> = Extract<LabState, { status: Status }>;

/** A lab gets an account. Undefined when it no longer waits for one. */
export function leased(state: LabState, account: string, now: Date): StateOf<'provisioning'> | undefined {
  return state.status === 'requested' ? { status: 'provisioning', since: now, accountId: account } : undefined;
}

/** A lab must wait until an account is free. Undefined when it waits already, or no longer. */
export function queued(state: LabState): StateOf<'requested'> | undefined {
  return state.status === 'requested' && state.waitingFor === null ? { ...state, waitingFor: 'LAB_POOL_EMPTY' } : undefined;
}

/** A lab's environment is up. Undefined when the lab was ended meanwhile. */
export function ready(state: LabState, environment: { readonly outputs: Readonly<Record<string, string>>; readonly limitMinutes: number }, now: Date): StateOf<'ready'> | undefined {
  if (state.status !== 'provisioning') return undefined;
  const endsAt = new Date(now.getTime() + environment.limitMinutes * 60_000);
  return { status: 'ready', since: now, accountId: state.accountId, endsAt, extendedMinutes: 0, outputs: { ...environment.outputs } };
}

/** A lab's environment could not be made. */
export function failed(state: LabState, failure: { readonly what: string; readonly why: string }, now: Date): StateOf<'failed'> | undefined {
  return state.status === 'provisioning' || state.status === 'requested' ? { status: 'failed', since: now, ...failure } : undefined;
}

/** A lab begins to end. Undefined when it has ended or is ending already. */
export function ending(state: LabState, reason: EndReason, now: Date): StateOf<'ending'> | undefined {
  if (state.status === 'requested') return { status: 'ending', since: now, accountId: null, reason };
  if (state.status === 'provisioning' || state.status === 'ready') return { status: 'ending', since: now, accountId: state.accountId, reason };
  return undefined;
}

/** A lab has ended: nobody can act in it any more and its environment is gone. */
export function ended(state: LabState, now: Date): StateOf<'ended'> | undefined {
  return state.status === 'ending' ? { status: 'ended', since: now, reason: state.reason } : undefined;
}

/** How many minutes a lab may be extended in all. */
const LONGEST_EXTENSION_MINUTES = 60;

/** A running lab gets more time. Undefined when it may not. */
export function extended(state: LabState, minutes: number): StateOf<'ready'> | undefined {
  if (state.status !== 'ready' || minutes <= 0 || state.extendedMinutes + minutes > LONGEST_EXTENSION_MINUTES) return undefined;
  return { ...state, endsAt: new Date(state.endsAt.getTime() + minutes * 60_000), extendedMinutes: state.extendedMinutes + minutes };
}

/** Whether a running lab may get at least a quarter of an hour more. */
export function canExtend(state: StateOf<'ready'>): boolean {
  return extended(state, 15) !== undefined;
}
