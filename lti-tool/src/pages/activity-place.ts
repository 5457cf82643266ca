import { z } from 'zod';
import type { CoursePack } from '@cloudclass/plugin-contract';
import { fail } from '../errors.ts';
import type { Packs, PublishedPack } from '../features/packs/packs.ts';
import { maybeOne, type Sql } from '../sql.ts';
import type { LearnerPlace } from './rights.ts';

const linkRow = z.object({ title: z.string(), pack_id: z.string().nullable(), pack_version: z.string().nullable(), course: z.string(), unit: z.string().nullable() });

/** An activity with the pack it is pinned to. */
export interface Activity extends PublishedPack {
  readonly title: string;
  readonly course: string;
  readonly unit: string | null;
}

/**
 * The activity of a place.
 * @throws NOT_FOUND when it has no pack yet, or is another institution's
 */
export async function activityOf({ sql, packs }: { sql: Sql; packs: Packs }, place: Pick<LearnerPlace, 'institutionId' | 'resourceLinkId'>): Promise<Activity> {
  const row = await maybeOne(
    sql,
    `select r.title, r.pack_id, r.pack_version, c.title as course, u.name as unit
     from resource_link r join course c on c.id = r.course_id left join business_unit u on u.id = c.unit_id
     where r.institution_id = $1 and r.id = $2`,
    [place.institutionId, place.resourceLinkId],
  );
  const link = linkRow.optional().parse(row);
  if (link?.pack_id === null || link?.pack_version === null || link === undefined) throw fail('NOT_FOUND', { detail: 'the activity has no course pack' });
  return { ...(await packs.get(link.pack_id, link.pack_version)), title: link.title, course: link.course, unit: link.unit };
}

const learnerRow = z.object({ name: z.string().nullable(), enrolled: z.boolean() });

/**
 * The learner of a place.
 * @throws FORBIDDEN when the person is not enrolled in this course
 */
export async function learnerOf(sql: Sql, place: LearnerPlace): Promise<{ readonly id: string; readonly name: string | null }> {
  const row = await maybeOne(
    sql,
    `select p.name, exists (select 1 from enrolment e where e.person_id = p.id and e.course_id = $3) as enrolled
     from person p where p.institution_id = $1 and p.id = $2`,
    [place.institutionId, place.personId, place.courseId],
  );
  const person = learnerRow.optional().parse(row);
  if (person?.enrolled !== true) throw fail('FORBIDDEN', { detail: 'not enrolled in this course' });
  return { id: place.personId, name: person.name };
}

/** What a page shows of a pack. */
export function packView({ manifest, resources, guide }: CoursePack) {
  return {
    id: manifest.id,
    version: manifest.version,
    title: manifest.title,
    summary: manifest.summary,
    introduction: { ko: guide.ko.introduction, en: guide.en.introduction },
    usualMinutes: manifest.duration.usualMinutes,
    limitMinutes: manifest.duration.limitMinutes,
    regions: manifest.regions,
    services: manifest.services,
    points: manifest.steps.reduce((sum, step) => sum + step.points, 0),
    resources,
  };
}
