import { createEmit, notifyChange, queueGrade, randomIds, systemClock, type ScoredActivity } from '@cloudclass/lti-tool';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { School } from '../world/school.ts';

export interface Learner {
  readonly personId: string;
  readonly subject: string;
}

/** A class whose activity has a column in the gradebook. */
export interface GradedClass {
  readonly school: School;
  readonly courseId: string;
  readonly linkId: string;
  readonly learners: readonly Learner[];
}

/** Enrols a class whose launches have named the line item. */
export async function openClass(school: School, { name, learners: count, lineItemUrl }: { readonly name: string; readonly learners: number; readonly lineItemUrl: string }): Promise<GradedClass> {
  const { database, institutionId, platformId, pack } = school;
  const [courseId, linkId] = [randomUUID(), randomUUID()];
  const learners = Array.from({ length: count }, (_, index): Learner => ({ personId: randomUUID(), subject: `${name}-${index}` }));
  await database.query(`insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title) values ($1::uuid, $2, $3, 'deployment-1', ($1::uuid)::text, 'Cloud')`, [courseId, institutionId, platformId]);
  await database.query(
    `insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, pack_id, pack_version, ags) values ($1::uuid, $2, $3, ($1::uuid)::text, 'Static site', $4, $5, jsonb_build_object('lineitem', $6::text))`,
    [linkId, institutionId, courseId, pack.id, pack.version, lineItemUrl],
  );
  await database.query(
    `insert into person (id, institution_id, platform_id, subject) select "personId", $2, $3, subject from jsonb_to_recordset($1::jsonb) as l("personId" uuid, subject text)`,
    [JSON.stringify(learners), institutionId, platformId],
  );
  return { school, courseId, linkId, learners };
}

const deps = { ids: randomIds, emit: createEmit({ clock: systemClock, ids: randomIds }), notify: notifyChange };
/** The ids of `ScoredActivity` are branded; these rows were made just now by `openClass`. */
const placeSchema = z.custom<Pick<ScoredActivity, 'institutionId' | 'courseId' | 'resourceLinkId' | 'personId'>>();

/** Puts a score of each learner on its way, all in one transaction: the jobs see them at once. */
export async function queueScores({ school, courseId, linkId, learners }: GradedClass, points: (index: number) => number): Promise<void> {
  await school.database.transaction(async (tx) => {
    for (const [index, { personId }] of learners.entries()) {
      const place = placeSchema.parse({ institutionId: school.institutionId, courseId, resourceLinkId: linkId, personId });
      const scored = { ...place, labId: null, points: points(index), maximum: 100, complete: false, labRuns: true, scoredAt: systemClock.now() };
      await queueGrade(deps, tx, scored);
    }
  });
}

/** How many grades of the class are in another state than sent. */
export async function unsent({ school, linkId }: GradedClass): Promise<number> {
  const [row] = await school.database.query<{ unsent: string }>(`select count(*) as unsent from grade where resource_link_id = $1 and status <> 'sent'`, [linkId]);
  return Number(row?.unsent ?? 0);
}
