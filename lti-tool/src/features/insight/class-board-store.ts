import { awsAccountIdSchema, verdictStatusSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import { personIdSchema, type CourseId, type InstitutionId, type ResourceLinkId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

/** The activity whose class is shown. */
export interface BoardPlace {
  readonly institutionId: InstitutionId;
  readonly courseId: CourseId;
  readonly resourceLinkId: ResourceLinkId;
}

const jsonDate = z.coerce.date();
const rowSchema = z.object({
  person_id: personIdSchema,
  name: z.string().nullable(),
  lab_id: z.string().nullable(),
  account_id: awsAccountIdSchema.nullable(),
  lab_status: z.enum(['requested', 'provisioning', 'ready', 'ending', 'ended', 'failed']).nullable(),
  requested_at: z.date().nullable(),
  ready_at: z.date().nullable(),
  ended_at: z.date().nullable(),
  verdicts: z.array(z.object({ stepId: z.string(), status: verdictStatusSchema, at: jsonDate.nullable() })),
  overrides: z.array(z.object({ stepId: z.string(), passed: z.boolean(), at: jsonDate })),
  hand_raised_at: z.date().nullable(),
  dismissals: z.array(z.object({ kind: z.string(), at: jsonDate })),
});
const actsSchema = z.object({
  lab_id: z.string(),
  last_record: z.object({ id: z.string(), eventName: z.string(), eventSource: z.string(), region: z.string(), at: jsonDate, errorCode: z.string().nullable(), errorMessage: z.string().nullable(), via: z.string() }).nullable(),
  error_streak: z.coerce.number(),
  last_error_at: z.date().nullable(),
});
type Acts = Omit<z.infer<typeof actsSchema>, 'lab_id'>;
export type LearnerFacts = z.infer<typeof rowSchema> & Acts;

const NO_ACTS: Acts = { last_record: null, error_streak: 0, last_error_at: null };

/**
 * Everything the board needs of every learner, in two statements however many there are.
 * @param learnerRoleArn the role as which a learner works in an account: what else happens there (the stack being built, the account
 *   being emptied) is no act of the learner's
 */
export async function loadLearnerFacts(sql: Sql, place: BoardPlace, learnerRoleArn: (accountId: AwsAccountId) => string): Promise<LearnerFacts[]> {
  const rows = z.array(rowSchema).parse(await sql.query(LEARNER_ROWS, [place.institutionId, place.courseId, place.resourceLinkId]));
  const held = rows.flatMap(({ lab_id: labId, account_id: accountId }) => (labId === null || accountId === null ? [] : [{ labId, arn: learnerRoleArn(accountId) }]));
  const acts = z.array(actsSchema).parse(await sql.query(LEARNER_ACTS, [held.map(({ labId }) => labId), held.map(({ arn }) => arn)]));
  const byLab = new Map(acts.map(({ lab_id: labId, ...of }) => [labId, of]));
  return rows.map((row) => ({ ...row, ...(byLab.get(row.lab_id ?? '') ?? NO_ACTS) }));
}

const LEARNER_ROWS = `
  select e.person_id, p.name,
         lab.id as lab_id, lab.account_id, lab.status as lab_status, lab.requested_at, lab.ready_at, lab.ended_at,
         coalesce(verdict.list, '[]') as verdicts,
         coalesce(override.list, '[]') as overrides,
         (select min(at) from help_message h
          where h.resource_link_id = $3 and h.person_id = e.person_id and h.author_id = h.person_id and h.answered_at is null) as hand_raised_at,
         coalesce((select json_agg(json_build_object('kind', d.kind, 'at', d.at)) from attention_dismissal d
                   where d.resource_link_id = $3 and d.person_id = e.person_id), '[]') as dismissals
  from enrolment e
  join person p on p.id = e.person_id
  left join lateral (
    select * from lab where resource_link_id = $3 and person_id = e.person_id order by requested_at desc limit 1
  ) lab on true
  left join lateral (
    -- what a near miss saw and expected is read with the learner's page: here it would be most of what is read
    select json_agg(json_build_object('stepId', step_id, 'status', verdict->'status', 'at', verdict->'at')) as list
    from step_verdict where lab_id = lab.id
  ) verdict on true
  left join lateral (
    select json_agg(json_build_object('stepId', step_id, 'passed', passed, 'at', at)) as list
    from step_override where resource_link_id = $3 and person_id = e.person_id
  ) override on true
  where e.institution_id = $1 and e.course_id = $2 and 'learner' = any(e.roles) and e.state = 'active'
    -- whoever has worked is shown, whatever the platform lists by now
    and (lab.id is not null or not exists (select from resource_link r where r.id = $3 and r.for_listed_only)
         or exists (select from link_member m where m.resource_link_id = $3 and m.person_id = e.person_id))
  order by p.name nulls last, e.person_id`;

const OWN = `record #>> '{userIdentity,sessionContext,sessionIssuer,arn}' = held.arn`;

/** The learner's last act in each lab, and the errors since the last one that succeeded; both are read from the newest back, not the whole lab. */
const LEARNER_ACTS = `
  select held.lab_id, last.record as last_record, errors.streak as error_streak, errors.last_at as last_error_at
  from unnest($1::uuid[], $2::text[]) as held (lab_id, arn)
  left join lateral (
    select json_build_object('id', event_id, 'eventName', record->>'eventName', 'eventSource', record->>'eventSource', 'region', record->>'awsRegion',
             'at', event_time, 'errorCode', record->>'errorCode', 'errorMessage', record->>'errorMessage', 'via', via) as record
    from activity_record where lab_id = held.lab_id and ${OWN} order by event_time desc, event_id limit 1
  ) last on true
  cross join lateral (
    select count(*) as streak, max(event_time) as last_at from activity_record
    where lab_id = held.lab_id and record ? 'errorCode' and ${OWN}
      and event_time > coalesce((select max(event_time) from activity_record where lab_id = held.lab_id and not record ? 'errorCode' and ${OWN}), '-infinity')
  ) errors`;

/** Remembers that the instructor has seen to a mark of this kind. */
export async function storeDismissal(sql: Sql, place: BoardPlace, mark: { readonly personId: string; readonly kind: string; readonly at: Date }): Promise<void> {
  await sql.query(
    `insert into attention_dismissal (resource_link_id, person_id, institution_id, kind, at) values ($1, $2, $3, $4, $5)
     on conflict (resource_link_id, person_id, kind) do update set at = excluded.at`,
    [place.resourceLinkId, mark.personId, place.institutionId, mark.kind, mark.at],
  );
}
