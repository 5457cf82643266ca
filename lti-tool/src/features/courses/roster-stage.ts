import { z } from 'zod';
import type { Actor } from '../../domain/actor.ts';
import type { PlatformId } from '../../domain/ids.ts';
import { one, type Sql } from '../../ports/sql.ts';
import type { CoursePlace } from './roster-store.ts';

export interface RosterEntry {
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  /** What the person may do; nothing, for roles that have no place here. */
  readonly actors: readonly Actor[];
  readonly state: 'active' | 'inactive' | 'left';
}

/** Puts a page of a list aside, until all of it has been read. Pages may overlap when somebody joins meanwhile: the later word counts. */
export async function stagePage(sql: Sql, { institutionId, courseId }: CoursePlace, claim: string, page: { readonly entries: readonly RosterEntry[]; readonly now: Date }): Promise<void> {
  await sql.query(
    `insert into roster_stage (claim, subject, course_id, institution_id, name, email, actors, state, staged_at)
     select distinct on (m.subject) $1::uuid, m.subject, $2::uuid, $3::uuid, m.name, m.email, m.actors, m.state, $5::timestamptz
     from jsonb_to_recordset($4::jsonb) as m(subject text, name text, email text, actors text[], state text)
     on conflict (claim, subject) do update set name = excluded.name, email = excluded.email, actors = excluded.actors, state = excluded.state`,
    [claim, courseId, institutionId, JSON.stringify(page.entries), page.now],
  );
}

const changesRow = z.object({ added: z.coerce.number(), changed: z.coerce.number(), left_count: z.coerce.number() });

/** What a reading has changed. */
export interface RosterChanges {
  readonly added: number;
  readonly changed: number;
  readonly left: number;
}

/**
 * Makes a course's enrolments what the staged list says, in one statement that writes only what differs. What a launch has said of roles
 * stays: Moodle calls a teaching assistant `Learner` here and `Instructor` at launch. Who was listed once and is not any more has
 * left; who was never listed and came by a launch stays.
 * @param isWhole whether the list is everybody, so that whoever is missing has left; else it is what has changed
 */
export async function applyRoster(tx: Sql, { institutionId, courseId, platformId }: CoursePlace & { readonly platformId: PlatformId }, claim: string, { isWhole, now }: { readonly isWhole: boolean; readonly now: Date }): Promise<RosterChanges> {
  // the planner knows nothing of rows that were written a moment ago
  await tx.query('analyze roster_stage');
  const row = changesRow.parse(await one(tx, APPLY, [claim, institutionId, platformId, courseId, now, isWhole]));
  return { added: row.added, changed: row.changed, left: row.left_count };
}

const APPLY = `
with who as (
  insert into person (id, institution_id, platform_id, subject, name, email, created_at)
  select gen_random_uuid(), $2, $3, m.subject, m.name, m.email, $5
  from roster_stage m where m.claim = $1 and m.course_id = $4 and m.state <> 'left' and cardinality(m.actors) > 0
  on conflict (platform_id, subject) do update set name = coalesce(person.name, excluded.name), email = coalesce(person.email, excluded.email)
    where (person.name is null and excluded.name is not null) or (person.email is null and excluded.email is not null)
  returning id, subject
), everybody as (
  select id, subject from who
  union
  select p.id, p.subject from roster_stage m join person p on p.platform_id = $3 and p.subject = m.subject where m.claim = $1 and m.course_id = $4
), listed as (
  insert into enrolment (course_id, person_id, institution_id, roles, first_seen_at, state, source, listed_at)
  select $4, everybody.id, $2, m.actors, $5, m.state, 'roster', $5
  from roster_stage m join everybody using (subject)
  where m.claim = $1 and m.course_id = $4 and m.state <> 'left' and cardinality(m.actors) > 0
  on conflict (course_id, person_id) do update
    set state = excluded.state, listed_at = coalesce(enrolment.listed_at, excluded.listed_at),
        roles = case when enrolment.source = 'roster' then excluded.roles else enrolment.roles end
    where enrolment.state <> excluded.state or enrolment.listed_at is null or (enrolment.source = 'roster' and enrolment.roles <> excluded.roles)
  returning (xmax = 0) as is_new
), gone as (
  update enrolment e set state = 'left'
  from person p left join roster_stage m on m.claim = $1 and m.course_id = $4 and m.subject = p.subject
  where p.id = e.person_id and e.course_id = $4 and e.institution_id = $2 and e.state <> 'left'
    and (m.state = 'left' or ($6 and m.subject is null and e.listed_at is not null))
  returning 1
)
select (select count(*) from listed where is_new) as added, (select count(*) from listed where not is_new) as changed, (select count(*) from gone) as left_count`;
