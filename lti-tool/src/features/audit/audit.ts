import { z } from 'zod';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

/** Something a person with rights did, and on whose word. */
export interface AuditEntry {
  /** Null for acts that concern the whole service. */
  readonly institutionId: InstitutionId | null;
  /** Who: a name, or a staff member's e-mail address. */
  readonly actor: string;
  /** A verb in the form `thing.done`, for instance `step.overridden`. */
  readonly action: string;
  readonly target: string | null;
  readonly detail: string | null;
}

const entryRow = z.object({ id: z.string(), at: z.date(), actor: z.string(), action: z.string(), target: z.string().nullable(), detail: z.string().nullable() });
export type AuditRow = z.infer<typeof entryRow>;

/** Notes an act in the caller's transaction, so that there is no act without its note. */
export async function noteAct({ clock, ids }: { clock: Clock; ids: Ids }, tx: Sql, entry: AuditEntry): Promise<void> {
  await tx.query(
    'insert into audit_log (id, institution_id, at, actor, action, target, detail) values ($1, $2, $3, $4, $5, $6, $7)',
    [ids.next(), entry.institutionId, clock.now(), entry.actor, entry.action, entry.target, entry.detail],
  );
}

export interface AuditFilter {
  /** Null for the acts that concern the whole service. */
  readonly institutionId: InstitutionId | null;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** Only older ones, for the next page. */
  readonly before?: Date | undefined;
}

const PAGE = 100;

/** One institution's audit log, or that of the service, newest first, a page at a time. */
export async function auditLog({ sql }: { sql: Sql }, filter: AuditFilter): Promise<AuditRow[]> {
  const rows = await sql.query(
    `select id, at, actor, action, target, detail from audit_log
     where ${filter.institutionId === null ? '$1::uuid is null and institution_id is null' : 'institution_id = $1'}
       and ($2::text is null or actor ilike '%' || $2 || '%')
       and ($3::text is null or action = $3)
       and ($4::timestamptz is null or at < $4)
     order by at desc, id limit ${PAGE}`,
    [filter.institutionId, filter.actor ?? null, filter.action ?? null, filter.before ?? null],
  );
  return z.array(entryRow).parse(rows);
}
