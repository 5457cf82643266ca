import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { OpenLab } from '../activity/labs.ts';
import type { School } from '../world/school.ts';

/** A session of somebody who teaches. */
export interface Teaching {
  readonly id: string;
  readonly secret: string;
}

/** Signs so many instructors in to the class of a lab. */
export async function instructorsOf({ database, institutionId, platformId }: School, { courseId, linkId }: OpenLab, count: number): Promise<Teaching[]> {
  const sessions = Array.from({ length: count }, () => ({ id: randomUUID(), secret: randomBytes(32).toString('base64url') }));
  const rows = sessions.map(({ id, secret }) => ({ id, personId: randomUUID(), secretHash: createHash('sha256').update(secret).digest('hex') }));
  await database.query(
    `with t as (select * from jsonb_to_recordset($1::jsonb) as t(id uuid, "personId" uuid, "secretHash" text)),
     who as (insert into person (id, institution_id, platform_id, subject, name, language) select "personId", $2, $3, "personId", 'Instructor', 'en' from t)
     insert into session (id, secret_hash, institution_id, person_id, course_id, resource_link_id, actors, platform_id, nonce, launch, bound_at, expires_at)
     select id, decode("secretHash", 'hex'), $2, "personId", $4, $5, '{instructor}', $3, id, '{"messageType": "LtiResourceLinkRequest", "deploymentId": "deployment-1"}', now(), now() + interval '8 hours' from t`,
    [JSON.stringify(rows), institutionId, platformId, courseId, linkId],
  );
  return sessions;
}
