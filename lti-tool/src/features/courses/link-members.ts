import { z } from 'zod';
import { resourceLinkIdSchema, type PlatformId, type ResourceLinkId } from '../../domain/ids.ts';
import type { PlatformServices } from '../../ports/platform-services.ts';
import type { Sql } from '../../ports/sql.ts';
import type { CoursePlace } from './roster-store.ts';

interface Deps {
  readonly sql: Sql;
  readonly services: Pick<PlatformServices, 'listMembers'>;
}

/** A course with its list of people. */
interface ListedCourse extends CoursePlace {
  readonly platformId: PlatformId;
  readonly membershipsUrl: string;
}

/**
 * Asks for each of a course's labs who may open it (NRPS 2.0 section 3.4.3): an assignment for part of the class is no reason to show the rest of it as
 * not having begun. A platform that does not answer this question means everybody; one that does not answer at all leaves what is known.
 */
export async function syncLinkMembers({ sql, services }: Deps, course: ListedCourse): Promise<void> {
  for (const link of await labsOf(sql, course)) {
    const listed = await subjectsOf(services, course, link.ltiId);
    if (listed.kind !== 'unreachable') await replaceMembers(sql, course, link.id, listed.kind === 'listed' ? listed.subjects : undefined);
  }
}

const labRow = z.object({ id: resourceLinkIdSchema, lti_resource_link_id: z.string() });

async function labsOf(sql: Sql, { institutionId, courseId }: CoursePlace): Promise<{ id: ResourceLinkId; ltiId: string }[]> {
  const rows = await sql.query('select id, lti_resource_link_id from resource_link where institution_id = $1 and course_id = $2 and pack_id is not null order by id', [institutionId, courseId]);
  return z.array(labRow).parse(rows).map(({ id, lti_resource_link_id: ltiId }) => ({ id, ltiId }));
}

type Listed = { readonly kind: 'listed'; readonly subjects: readonly string[] } | { readonly kind: 'refused' } | { readonly kind: 'unreachable' };

async function subjectsOf(services: Deps['services'], { platformId, membershipsUrl }: ListedCourse, rlid: string): Promise<Listed> {
  const subjects: string[] = [];
  for await (const part of services.listMembers({ platformId, membershipsUrl, rlid })) {
    if (part.kind === 'end') return { kind: 'listed', subjects };
    if (part.kind !== 'page') return { kind: part.kind === 'refused' || part.kind === 'forbidden' ? 'refused' : 'unreachable' };
    for (const { subject, status } of part.members) if (status === 'active') subjects.push(subject);
  }
  return { kind: 'unreachable' };
}

/** Keeps the list only where it leaves out a learner of the course. An empty list is a platform's mistake: somebody has opened the lab. */
async function replaceMembers(sql: Sql, { institutionId, courseId, platformId }: ListedCourse, link: ResourceLinkId, subjects: readonly string[] = []): Promise<void> {
  await sql.query(
    `with listed as (
       select p.id from person p where p.institution_id = $2 and p.platform_id = $4 and p.subject = any ($5)
     ), left_out as (
       select from enrolment e where e.course_id = $3 and e.institution_id = $2 and 'learner' = any (e.roles) and e.state = 'active'
         and cardinality($5) > 0 and not exists (select from listed where listed.id = e.person_id) limit 1
     ), marked as (
       update resource_link set for_listed_only = exists (select from left_out) where id = $1 and institution_id = $2
         and for_listed_only <> exists (select from left_out)
     ), gone as (
       delete from link_member m where m.resource_link_id = $1 and m.institution_id = $2
         and not (exists (select from left_out) and exists (select from listed where listed.id = m.person_id))
     )
     insert into link_member (resource_link_id, person_id, institution_id)
     select $1, id, $2 from listed where exists (select from left_out)
     on conflict do nothing`,
    [link, institutionId, courseId, platformId, [...subjects]],
  );
}
