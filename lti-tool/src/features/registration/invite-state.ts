import { z } from 'zod';
import { platformIdSchema } from '../../domain/ids.ts';
import type { RegistrationErrorCode } from './registration-errors.ts';

const instant = z.iso.datetime().transform((text) => new Date(text));

/** What is kept of an invite: one link, one LMS. It opens again only when nothing can have been registered. */
export const inviteStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('open') }),
  // noted before the LMS is asked: a process killed in between leaves a trace the operator sees
  z.object({ status: z.literal('registering'), since: instant, issuer: z.string() }),
  z.object({ status: z.literal('registered'), at: instant, issuer: z.string(), platformId: platformIdSchema }),
  z.object({ status: z.literal('refused'), at: instant, issuer: z.string(), code: z.string(), detail: z.string().nullable() }),
  z.object({ status: z.literal('revoked'), at: instant }),
]);
export type InviteState = z.infer<typeof inviteStateSchema>;

/** Why the last attempt ended without leaving anything at the LMS. */
export const inviteProblemSchema = z.object({ at: instant, code: z.string(), detail: z.string().nullable() });
export type InviteProblem = z.infer<typeof inviteProblemSchema>;

/** An invite as it stands: time adds to what is kept that a link has run out, or that an attempt was cut off. */
export type InviteStanding = InviteState | { readonly status: 'expired' } | { readonly status: 'interrupted'; readonly since: Date; readonly issuer: string };

interface Kept {
  readonly state: InviteState;
  readonly expiresAt: Date;
}

/** Longer than the one call to the LMS and what is written after it can take. */
const LONGEST_ATTEMPT_MILLISECONDS = 60_000;

/** What an invite is now. */
export function standingOf({ state, expiresAt }: Kept, now: Date): InviteStanding {
  if (state.status === 'open' && expiresAt <= now) return { status: 'expired' };
  if (state.status === 'registering' && now.getTime() - state.since.getTime() > LONGEST_ATTEMPT_MILLISECONDS) return { ...state, status: 'interrupted' };
  return state;
}

const closed: Readonly<Record<Exclude<InviteStanding['status'], 'open'>, RegistrationErrorCode>> = {
  expired: 'REGISTRATION_LINK_EXPIRED',
  revoked: 'REGISTRATION_LINK_REVOKED',
  registering: 'REGISTRATION_LINK_BEGUN',
  interrupted: 'REGISTRATION_LINK_BEGUN',
  registered: 'REGISTRATION_LINK_USED',
  refused: 'REGISTRATION_LINK_USED',
};

/** Why a link does not open any more; undefined while it does. */
export function whyClosed(invite: Kept, now: Date): RegistrationErrorCode | undefined {
  const { status } = standingOf(invite, now);
  return status === 'open' ? undefined : closed[status];
}
