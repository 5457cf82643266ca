import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { School } from '../world/school.ts';

/** A lab that is ready, with a session of its learner. */
export interface OpenLab {
  readonly labId: string;
  readonly accountId: string;
  readonly readyAt: Date;
  readonly personId: string;
  readonly courseId: string;
  readonly linkId: string;
  readonly session: { readonly id: string; readonly secret: string };
}

const CLASS_SIZE = 40;
const HOUR = 3_600_000;
export const REGION = 'ap-northeast-2';
export const NETWORK = '203.0.113.0/24';

/** What the pack's stack gives out, as in its fixtures. */
const outputsOf = (accountId: string): Record<string, string> => ({ SiteNamePrefix: `site-${accountId}-`, AllowedNetwork: NETWORK, AccessLogsBucket: `site-logs-${accountId}` });

/** Opens labs for classes of so many learners, each lab an hour old, by rows as the product writes them: AWS is not what is measured. */
export async function openLabs(school: School, count: number, classSize = CLASS_SIZE): Promise<OpenLab[]> {
  const readyAt = new Date(Date.now() - HOUR);
  const classes = Array.from({ length: Math.ceil(count / classSize) }, () => ({ courseId: randomUUID(), linkId: randomUUID() }));
  const labs = Array.from({ length: count }, (_, index): OpenLab => {
    const ofClass = classes[Math.floor(index / classSize)];
    if (ofClass === undefined) throw new RangeError('a lab without a class');
    return { ...ofClass, labId: randomUUID(), accountId: String(100_000_000_000 + index), readyAt, personId: randomUUID(), session: { id: randomUUID(), secret: randomBytes(32).toString('base64url') } };
  });
  await insertClasses(school, classes);
  await insertLearners(school, labs);
  await insertLabs(school, labs);
  return labs;
}

async function insertClasses({ database, institutionId, platformId, pack }: School, classes: readonly { readonly courseId: string; readonly linkId: string }[]): Promise<void> {
  await database.query(
    `with c as (select * from jsonb_to_recordset($1::jsonb) as c("courseId" uuid, "linkId" uuid)),
     course as (insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title) select "courseId", $2, $3, 'deployment-1', "courseId", 'Cloud' from c)
     insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, pack_id, pack_version) select "linkId", $2, "courseId", "linkId", 'Static site', $4, $5 from c`,
    [JSON.stringify(classes), institutionId, platformId, pack.id, pack.version],
  );
}

async function insertLearners({ database, institutionId, platformId }: School, labs: readonly OpenLab[]): Promise<void> {
  const rows = labs.map(({ personId, courseId, linkId, session }) => ({ personId, courseId, linkId, sessionId: session.id, secretHash: createHash('sha256').update(session.secret).digest('hex') }));
  await database.query(
    `with l as (select * from jsonb_to_recordset($1::jsonb) as l("personId" uuid, "courseId" uuid, "linkId" uuid, "sessionId" uuid, "secretHash" text)),
     who as (insert into person (id, institution_id, platform_id, subject, name, language) select "personId", $2, $3, "personId", 'Learner', 'en' from l),
     member as (insert into enrolment (course_id, person_id, institution_id, roles) select "courseId", "personId", $2, '{learner}' from l)
     insert into session (id, secret_hash, institution_id, person_id, course_id, resource_link_id, actors, platform_id, nonce, launch, bound_at, expires_at)
     select "sessionId", decode("secretHash", 'hex'), $2, "personId", "courseId", "linkId", '{learner}', $3, "sessionId",
            '{"messageType": "LtiResourceLinkRequest", "deploymentId": "deployment-1"}', now(), now() + interval '8 hours' from l`,
    [JSON.stringify(rows), institutionId, platformId],
  );
}

async function insertLabs({ database, institutionId, pack }: School, labs: readonly OpenLab[]): Promise<void> {
  const rows = labs.map(({ labId, accountId, readyAt, personId, courseId, linkId }) => {
    const since = readyAt.toISOString();
    const outputs = outputsOf(accountId);
    const endsAt = new Date(readyAt.getTime() + 8 * HOUR).toISOString();
    return {
      labId, accountId, personId, courseId, linkId, since, endsAt, outputs,
      account: { status: 'leased', since, labId },
      lab: { status: 'ready', since, accountId, endsAt, extendedMinutes: 0, outputs },
    };
  });
  await database.query(
    `with l as (select * from jsonb_to_recordset($1::jsonb) as l("labId" uuid, "accountId" text, "personId" uuid, "courseId" uuid, "linkId" uuid, since timestamptz, "endsAt" timestamptz, outputs jsonb, account jsonb, lab jsonb)),
     pool as (insert into account (account_id, institution_id, state) select "accountId", $2, account from l)
     insert into lab (id, institution_id, course_id, resource_link_id, person_id, pack_id, pack_version, state, account_id, region, requested_at, leased_at, ready_at, ends_at, outputs, correlation_id)
     select "labId", $2, "courseId", "linkId", "personId", $3, $4, lab, "accountId", $5, since, since, since, "endsAt", outputs, 'bench' from l`,
    [JSON.stringify(rows), institutionId, pack.id, pack.version, REGION],
  );
}
