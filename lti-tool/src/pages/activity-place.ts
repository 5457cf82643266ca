import { z } from 'zod';
import type { CoursePack } from '@cloudclass/plugin-contract';
import { fail } from '../errors.ts';
import { needsOf, packAskedFor, type Configuration } from '../features/configuration/configuration.ts';
import { activityLab } from '../features/configuration/configuration-store.ts';
import type { Packs, PublishedPack } from '../features/packs/packs.ts';
import { maybeOne, type Sql } from '../ports/sql.ts';
import type { LearnerPlace } from './rights.ts';
import type { PackView } from './views/learner.ts';

/** An activity with the pack it is pinned to, narrowed to what the instructor chose. */
export interface Activity extends PublishedPack {
  readonly title: string;
  readonly course: string;
  readonly unit: string | null;
  /** Null where all of the pack is asked for. */
  readonly configuration: Configuration | null;
}

/**
 * The activity of a place.
 * @throws NOT_FOUND when it has no pack yet, or is another institution's
 */
export async function activityOf({ sql, packs }: { sql: Sql; packs: Packs }, place: Pick<LearnerPlace, 'institutionId' | 'resourceLinkId'>): Promise<Activity> {
  const lab = await activityLab(sql, place);
  if (lab === undefined) throw fail('NOT_FOUND', { detail: 'the activity has no course pack' });
  const { title, course, unit, configuration } = lab;
  const { pack, compiled } = await packs.get(lab.packId, lab.packVersion);
  return { pack: packAskedFor(pack, configuration), compiled, title, course, unit, configuration };
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
export function packView(pack: CoursePack): PackView {
  const { manifest, resources, guide, video } = pack;
  const needs = needsOf(pack);
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
    tags: manifest.tags ?? [],
    points: manifest.steps.reduce((sum, step) => sum + step.points, 0),
    steps: manifest.steps.map(({ id, title, points, hints }) => ({
      id, title, points,
      hints: hints.length,
      needs: needs.get(id) ?? [],
      guide: { ko: guide.ko.steps[id] ?? '', en: guide.en.steps[id] ?? '' },
    })),
    videoMinutes: video === undefined ? null : Math.ceil(video.durationSeconds / 60),
    resources,
  };
}
