import { z } from 'zod';
import { personIdSchema, type CourseId, type InstitutionId, type PersonId, type PlatformId } from '../../domain/ids.ts';
import type { Group, Member } from '../../ports/platform-services.ts';
import type { Sql } from '../../ports/sql.ts';

interface CoursePlace {
  readonly institutionId: InstitutionId;
  readonly courseId: CourseId;
}

/**
 * Makes the groups of a course what the platform says they are; whoever it does not know here is left out until they come. Pages may overlap when a
 * group is made meanwhile: one that is named twice is kept once.
 */
export async function replaceGroups(tx: Sql, { institutionId, courseId, platformId }: CoursePlace & { readonly platformId: PlatformId }, groups: readonly Group[], members: readonly Pick<Member, 'subject' | 'groupIds'>[]): Promise<void> {
  await tx.query('delete from course_group where course_id = $1 and institution_id = $2 and not group_id = any ($3::text[])', [courseId, institutionId, groups.map(({ id }) => id)]);
  await tx.query(
    `insert into course_group (course_id, group_id, institution_id, name, set_name)
     select distinct on (g.id) $1::uuid, g.id, $2::uuid, g.name, g.set from jsonb_to_recordset($3::jsonb) as g(id text, name text, set text)
     on conflict (course_id, group_id) do update set name = excluded.name, set_name = excluded.set_name
       where (course_group.name, course_group.set_name) is distinct from (excluded.name, excluded.set_name)`,
    [courseId, institutionId, JSON.stringify(groups)],
  );
  const memberships = members.flatMap(({ subject, groupIds }) => groupIds.map((id) => ({ id, subject })));
  await tx.query(
    `with said as (
       select distinct g.group_id, p.id as person_id from jsonb_to_recordset($3::jsonb) as m(id text, subject text)
       join course_group g on g.course_id = $1 and g.group_id = m.id
       join person p on p.platform_id = $4 and p.institution_id = $2 and p.subject = m.subject
     ), gone as (
       delete from course_group_member known where course_id = $1 and institution_id = $2
         and not exists (select from said where said.group_id = known.group_id and said.person_id = known.person_id)
     )
     insert into course_group_member (course_id, group_id, person_id, institution_id)
     select $1, group_id, person_id, $2 from said on conflict do nothing`,
    [courseId, institutionId, JSON.stringify(memberships), platformId],
  );
}

const groupRow = z.object({ group_id: z.string(), name: z.string(), set_name: z.string().nullable(), people: z.array(personIdSchema) });

/** A group with who is in it. */
export interface CourseGroup extends Group {
  readonly people: ReadonlySet<PersonId>;
}

/** The groups of a course, by set and name. */
export async function groupsOfCourse(sql: Sql, { institutionId, courseId }: CoursePlace): Promise<CourseGroup[]> {
  const rows = await sql.query(
    `select g.group_id, g.name, g.set_name,
            coalesce((select json_agg(m.person_id) from course_group_member m where m.course_id = g.course_id and m.group_id = g.group_id), '[]') as people
     from course_group g where g.institution_id = $1 and g.course_id = $2 order by g.set_name nulls last, g.name, g.group_id`,
    [institutionId, courseId],
  );
  return z.array(groupRow).parse(rows).map((row) => ({ id: row.group_id, name: row.name, set: row.set_name, people: new Set(row.people) }));
}
