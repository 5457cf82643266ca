import { describe, expect, test } from '@jest/globals';
import { platformIdSchema } from '../../domain/ids.ts';
import { standingOf, whyClosed, type InviteState } from './invite-state.ts';

const now = new Date('2026-11-25T09:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);
const issuer = 'https://lms.example';
const platformId = platformIdSchema.parse('00000000-0000-4000-8000-000000000001');

describe('an invite', () => {
  test.each<[string, InviteState, Date, [status: string, code: string | undefined]]>([
    ['open in its time is open', { status: 'open' }, ago(-1), ['open', undefined]],
    ['open at its end has expired', { status: 'open' }, now, ['expired', 'REGISTRATION_LINK_EXPIRED']],
    ['whose attempt is under way is taken', { status: 'registering', since: ago(60), issuer }, ago(-1), ['registering', 'REGISTRATION_LINK_BEGUN']],
    ['whose attempt never ended was cut off', { status: 'registering', since: ago(61), issuer }, ago(-1), ['interrupted', 'REGISTRATION_LINK_BEGUN']],
    ['that registered stays so after its end', { status: 'registered', at: ago(90), issuer, platformId }, ago(10), ['registered', 'REGISTRATION_LINK_USED']],
    ['that the LMS refused is used', { status: 'refused', at: ago(1), issuer, code: 'REGISTRATION_REFUSED', detail: null }, ago(-1), ['refused', 'REGISTRATION_LINK_USED']],
    ['that was revoked is revoked, also after its end', { status: 'revoked', at: ago(9) }, ago(1), ['revoked', 'REGISTRATION_LINK_REVOKED']],
  ])('%s', (_sentence, state, expiresAt, [status, code]) => {
    expect(standingOf({ state, expiresAt }, now).status).toBe(status);
    expect(whyClosed({ state, expiresAt }, now)).toBe(code);
  });
});
