import { z } from 'zod';
import { institutionIdSchema, type InstitutionId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { UNSTORABLE } from '../../domain/stored-text.ts';
import { inviteProblemSchema, inviteStateSchema, type InviteProblem, type InviteState } from './invite-state.ts';

export const inviteIdSchema = z.uuid().brand<'InviteId'>();
export type InviteId = z.infer<typeof inviteIdSchema>;

const inviteRow = z.object({
  id: inviteIdSchema,
  institution_id: institutionIdSchema,
  institution: z.string(),
  created_by: z.string(),
  created_at: z.date(),
  expires_at: z.date(),
  state: inviteStateSchema,
  last_problem: inviteProblemSchema.nullable(),
});

/** An invite of an institution; the link itself is not kept. */
export interface Invite {
  readonly id: InviteId;
  readonly institution: { readonly id: InstitutionId; readonly name: string };
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly state: InviteState;
  readonly lastProblem: InviteProblem | null;
}

const columns = `v.id, v.institution_id, i.name as institution, v.created_by, v.created_at, v.expires_at, v.state, v.last_problem
  from registration_invite v join institution i on i.id = v.institution_id`;

function inviteOf(row: unknown): Invite {
  const invite = inviteRow.parse(row);
  return {
    id: invite.id,
    institution: { id: invite.institution_id, name: invite.institution },
    createdBy: invite.created_by,
    createdAt: invite.created_at,
    expiresAt: invite.expires_at,
    state: invite.state,
    lastProblem: invite.last_problem,
  };
}

export interface NewInvite {
  readonly id: string;
  readonly institutionId: InstitutionId;
  readonly tokenHash: Buffer;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertInvite(tx: Sql, invite: NewInvite): Promise<void> {
  await tx.query(
    `insert into registration_invite (id, institution_id, token_hash, created_by, created_at, expires_at, state) values ($1, $2, $3, $4, $5, $6, '{"status": "open"}')`,
    [invite.id, invite.institutionId, invite.tokenHash, invite.createdBy, invite.createdAt, invite.expiresAt],
  );
}

/** The invite whose link carries this secret. */
export async function inviteByToken(sql: Sql, tokenHash: Buffer): Promise<Invite | undefined> {
  const row = await maybeOne(sql, `select ${columns} where v.token_hash = $1`, [tokenHash]);
  return row === undefined ? undefined : inviteOf(row);
}

export async function inviteById(sql: Sql, id: InviteId): Promise<Invite | undefined> {
  const row = await maybeOne(sql, `select ${columns} where v.id = $1`, [id]);
  return row === undefined ? undefined : inviteOf(row);
}

/** Invites of every institution, newest first. */
export async function newestInvites(sql: Sql, limit: number): Promise<Invite[]> {
  return (await sql.query(`select ${columns} order by v.created_at desc, v.id limit $1`, [limit])).map(inviteOf);
}

/** What the LMS answered is in it. */
const kept = (value: InviteState | InviteProblem): string => JSON.stringify(value, (_name, part: unknown) => (typeof part === 'string' ? part.replaceAll(UNSTORABLE, ' ') : part));

/**
 * Leaves one state for another; of several at once, one does.
 * @returns whether the invite was in that state, and, where it was open, had not run out
 */
export async function moveInvite(tx: Sql, id: InviteId, move: { readonly from: InviteState['status']; readonly to: InviteState; readonly now: Date }): Promise<boolean> {
  const row = await maybeOne(
    tx,
    `update registration_invite set state = $3 where id = $1 and status = $2 and (status <> 'open' or expires_at > $4) returning id`,
    [id, move.from, kept(move.to), move.now],
  );
  return row !== undefined;
}

/** Keeps why an attempt ended; the link stays open. */
export async function noteProblem(sql: Sql, id: InviteId, problem: InviteProblem): Promise<void> {
  await sql.query('update registration_invite set last_problem = $2 where id = $1', [id, kept(problem)]);
}
