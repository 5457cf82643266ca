import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock, Ids } from '../../ports/clock.ts';
import { errorsOf } from '../../errors.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { standingOf, whyClosed, type InviteStanding } from './invite-state.ts';
import { insertInvite, inviteById, inviteByToken, inviteIdSchema, moveInvite, newestInvites, type Invite, type InviteId } from './invite-store.ts';
import { registrationErrors } from './registration-errors.ts';

export type { InviteId } from './invite-store.ts';

const fail = errorsOf(registrationErrors);

/** How long a link is good for unless its maker says otherwise. */
const USUAL_DAYS = 7;
const DAY_MILLISECONDS = 86_400_000;
const SHOWN = 50;

const newInviteSchema = z.strictObject({
  institution: z.string().trim().min(1).max(500).regex(/[\p{L}\p{N}]/u, 'must have a letter or a digit'),
  institutionSlug: z.string().regex(/^[\p{Ll}\p{Lo}\p{N}]+(-[\p{Ll}\p{Lo}\p{N}]+)*$/u).optional(),
  days: z.number().int().min(1).max(90).default(USUAL_DAYS),
  /** Who makes it, as the audit log names people. */
  by: z.string().min(1),
});

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface InviteMakingDeps extends Deps {
  /** An unguessable text, 256 bits in base64url. */
  readonly randomText: () => string;
  readonly publicUrl: string;
  /** The institution of this name or slug; made when there is none. */
  readonly institutionNamed: (tx: Sql, institution: { readonly name: string; readonly slug: string | undefined }) => Promise<InstitutionId>;
}

/** The link as it is shown once: nobody can read it again, because only its hash is kept. */
export interface MadeInvite {
  readonly id: InviteId;
  readonly institutionId: InstitutionId;
  readonly link: string;
  readonly expiresAt: Date;
}

/**
 * Makes a link by which one LMS registers itself for one institution, once.
 * @param also written in the same transaction, for the audit log
 * @throws INVITE_INPUT, and what `institutionNamed` throws
 */
export async function makeInvite(deps: InviteMakingDeps, input: z.input<typeof newInviteSchema>, also: (tx: Sql, made: MadeInvite) => Promise<void> = async () => {}): Promise<MadeInvite> {
  const parsed = newInviteSchema.safeParse(input);
  if (!parsed.success) throw fail('INVITE_INPUT', { detail: z.prettifyError(parsed.error) });
  const { institution, institutionSlug, days, by } = parsed.data;
  const token = deps.randomText();
  const now = deps.clock.now();
  return deps.sql.transaction(async (tx) => {
    const institutionId = await deps.institutionNamed(tx, { name: institution, slug: institutionSlug });
    const made = { id: inviteIdSchema.parse(deps.ids.next()), institutionId, link: linkOf(deps.publicUrl, token), expiresAt: new Date(now.getTime() + days * DAY_MILLISECONDS) };
    await insertInvite(tx, { id: made.id, institutionId, tokenHash: hashOfToken(token), createdBy: by, createdAt: now, expiresAt: made.expiresAt });
    await also(tx, made);
    return made;
  });
}

/** The secret stands in the path because the LMS adds a query of its own; it works once and no log holds it. */
const linkOf = (publicUrl: string, token: string): string => new URL(`/lti/register/${token}`, publicUrl).href;

const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** An invite with what it is now. */
export type ListedInvite = Omit<Invite, 'state'> & { readonly standing: InviteStanding };

/** The newest invites of all institutions. */
export async function listInvites({ sql, clock }: Pick<Deps, 'sql' | 'clock'>): Promise<ListedInvite[]> {
  const now = clock.now();
  return (await newestInvites(sql, SHOWN)).map(({ state, ...invite }) => ({ ...invite, standing: standingOf({ state, expiresAt: invite.expiresAt }, now) }));
}

/**
 * Makes an open link worthless.
 * @param also written in the same transaction, for the audit log
 * @throws INVITE_MISSING, INVITE_CLOSED
 */
export async function revokeInvite({ sql, clock }: Pick<Deps, 'sql' | 'clock'>, id: string, also: (tx: Sql, invite: Invite) => Promise<void> = async () => {}): Promise<void> {
  const parsed = inviteIdSchema.safeParse(id);
  if (!parsed.success) throw fail('INVITE_MISSING', { detail: `${id} is not an id` });
  const now = clock.now();
  await sql.transaction(async (tx) => {
    const invite = await inviteById(tx, parsed.data);
    if (invite === undefined) throw fail('INVITE_MISSING', { detail: id });
    if (!(await moveInvite(tx, parsed.data, { from: 'open', to: { status: 'revoked', at: now }, now }))) throw fail('INVITE_CLOSED', { detail: `${id} is ${standingOf(invite, now).status}` });
    await also(tx, invite);
  });
}

/**
 * The open invite behind a link.
 * @throws REGISTRATION_LINK_UNKNOWN, REGISTRATION_LINK_EXPIRED, REGISTRATION_LINK_REVOKED, REGISTRATION_LINK_USED, REGISTRATION_LINK_BEGUN
 */
export async function openInvite({ sql, clock }: Pick<Deps, 'sql' | 'clock'>, token: string): Promise<Invite> {
  const invite = await inviteByToken(sql, hashOfToken(token));
  if (invite === undefined) throw fail('REGISTRATION_LINK_UNKNOWN', { detail: 'no invite has this token' });
  const code = whyClosed(invite, clock.now());
  if (code !== undefined) throw fail(code, { detail: `invite ${invite.id}` });
  return invite;
}
