import { z } from 'zod';
import { errorsOf } from '../../errors.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { workNamedBy, type WorkPlace } from '../../domain/work-address.ts';
import type { Launch } from './launch-claims.ts';
import { launchErrors } from './launch-errors.ts';
import type { ValidLaunch } from './validate-launch.ts';

const fail = errorsOf(launchErrors);

const workRow = z.object({ lti_resource_link_id: z.string(), title: z.string(), subject: z.string() });

/**
 * A launch whose target is a learner's work (`work-address.ts`) is one of that activity, whatever activity it names itself: from SpeedGrader, Canvas
 * names the course for it, with none of what belongs to the activity. Who may see the work is for the page to decide, by the roles of the launch.
 * @throws LAUNCH_WORK_UNKNOWN when the work is of another course, or nobody's
 */
export async function launchToWork(sql: Sql, valid: Pick<ValidLaunch, 'launch' | 'state' | 'registration' | 'institutionId'>): Promise<Launch> {
  const { launch } = valid;
  const work = launch.messageType === 'LtiResourceLinkRequest' ? workNamedBy(valid.state.targetLinkUri) : undefined;
  if (work === undefined) return launch;
  const row = work === 'unreadable' ? undefined : await findWork(sql, valid, work);
  if (row === undefined) throw fail('LAUNCH_WORK_UNKNOWN', { detail: valid.state.targetLinkUri });
  const { lti_resource_link_id: id, title, subject } = workRow.parse(row);
  const noneOfActivity = { packId: undefined, configurationId: undefined, copiedFrom: { links: [], courses: [] }, ags: undefined };
  return { ...launch, ...noneOfActivity, resourceLink: { id, title }, reviewedSubject: subject };
}

/** In the course of the launch only: an address may be copied from anywhere. */
function findWork(sql: Sql, { launch, registration, institutionId }: Pick<ValidLaunch, 'launch' | 'registration' | 'institutionId'>, { resourceLinkId, personId }: WorkPlace): Promise<object | undefined> {
  return maybeOne(
    sql,
    `select r.lti_resource_link_id, r.title, p.subject
     from resource_link r join course c on c.id = r.course_id join enrolment e on e.course_id = c.id join person p on p.id = e.person_id
     where r.id = $1 and p.id = $2 and c.institution_id = $3 and c.platform_id = $4 and c.deployment_id = $5 and c.lti_context_id = $6`,
    [resourceLinkId, personId, institutionId, registration.platformId, launch.deploymentId, launch.course?.id],
  );
}
