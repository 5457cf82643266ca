import { z } from 'zod';
import type { Actor } from '../../domain/actor.ts';
import type { Place } from '../../domain/events.ts';
import { personIdSchema, resourceLinkIdSchema, sessionIdSchema, type InstitutionId, type PlatformId, type SessionId } from '../../domain/ids.ts';
import type { LaunchFacts } from '../../domain/launch-facts.ts';
import { NEWEST_FIRST } from '../../domain/newest-pack.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import type { Launch } from './launch-claims.ts';

/** Everything one launch writes. */
export interface LaunchRecord {
  readonly launch: Launch;
  readonly facts: LaunchFacts;
  readonly actors: readonly Actor[];
  readonly institutionId: InstitutionId;
  readonly platformId: PlatformId;
  /** Whether the platform has not named this deployment before. */
  readonly newDeployment: boolean;
  readonly nonce: string;
  readonly session: { readonly id: SessionId; readonly secretHash: Buffer; readonly expiresAt: Date; readonly bound: boolean };
  /** Ids for what may turn out to be new. */
  readonly newIds: { readonly person: string; readonly course: string; readonly link: string; readonly event: string };
  readonly now: Date;
}

/**
 * Labs of the links that this one may be a copy of: those the platform names, the nearest first, then the one of the same
 * title in a course that this one was copied from. They say what is in force there now, where the copied parameters say what was
 * chosen at first. A launch that names a pack, or a choice, takes no other from them.
 */
const ANCESTORS = `
  select r.pack_id, r.pack_version, r.configuration_id, array_position(l.copied_links, r.lti_resource_link_id) as distance
  from l left join named on true
       join resource_link r on r.institution_id = l.institution_id and r.lti_resource_link_id = any (l.copied_links)
       join course c on c.id = r.course_id and c.platform_id = l.platform_id
  where r.pack_id is not null and (l.pack_id is null or l.pack_id = r.pack_id) and (named.id is null or named.id = r.named_configuration_id)
  union all
  select min(r.pack_id), min(r.pack_version), (array_agg(r.configuration_id))[1], 1000
  from l left join named on true cross join class
       join course c on c.institution_id = l.institution_id and c.platform_id = l.platform_id
         and (c.lti_context_id = any (l.copied_courses) or c.id in (select o.origin_course_id from course_origin o where o.course_id = class.id))
       join resource_link r on r.course_id = c.id and r.title = l.link_title and r.pack_id is not null
  where (l.pack_id is null or l.pack_id = r.pack_id) and (named.id is null or named.id = r.named_configuration_id)
  -- two activities of one name: nobody can say which of them was copied
  having count(*) = 1`;

/**
 * Whether a link that is known takes the lab that its launch names: it has none, or the instructor chose again in the
 * platform. Where learners have begun another lab, that one stays.
 */
const TAKES_NEW_LAB = `excluded.pack_id is not null and (resource_link.pack_id is null
  or (excluded.named_configuration_id is distinct from resource_link.named_configuration_id and excluded.named_configuration_id is not null
      and (resource_link.pack_id = excluded.pack_id or not exists (select from lab begun where begun.resource_link_id = resource_link.id))))`;

/** What one launch gives its statement, with the types of it; the order is that of the parameters. */
const PARAMETERS = {
  institution_id: 'uuid', platform_id: 'uuid', deployment_id: 'text', new_deployment: 'boolean', product: 'text', now: 'timestamptz', occurred_at: 'text',
  new_person_id: 'uuid', subject: 'text', anonymous: 'boolean', name: 'text', email: 'text', language: 'text',
  new_course_id: 'uuid', context_id: 'text', course_title: 'text',
  groups_url: 'text', group_sets_url: 'text', notices_url: 'text', notice_types: 'text[]',
  new_link_id: 'uuid', lti_link_id: 'text', link_title: 'text', pack_id: 'text', configuration_id: 'uuid', copied_links: 'text[]', copied_courses: 'text[]', ags: 'jsonb', nrps_url: 'text',
  session_id: 'uuid', secret_hash: 'bytea', nonce: 'text', actors: 'text[]', facts: 'jsonb', expires_at: 'timestamptz', bound: 'boolean', event_id: 'uuid',
} as const;
// the keys of a literal are what its type says
const parameterNames = Object.keys(PARAMETERS) as readonly (keyof typeof PARAMETERS)[];

/**
 * One statement for the whole launch. It uses the nonce up by the session's unique (platform, nonce): of two launches
 * with one nonce, one gets a row, and somebody who posted the launch without the secret of its browser cannot use it up for that browser. Course and activity are rows that a whole class shares at the same minute, so they
 * are written only when they are new or differ. A line item that is known stays when the claim leaves it out: Moodle
 * drops it once a second column hangs on the link. Whoever launches is in the course, whatever its roster said. The event has no jobs
 * behind it, so its row is all of it.
 *
 * What is given stands in the plan as parameters, not as a row to join: PostgreSQL keeps the plan it makes in a connection's first launches, and of two joined rows it took
 * the one by reading whole tables where those were small at the time, long after they were not.
 */
const openStatement = `
with l as not materialized (
  select ${parameterNames.map((name, index) => `$${index + 1}::${PARAMETERS[name]} as ${name}`).join(', ')}
), named as (
  select k.id, k.pack_id, k.pack_version from l join activity_configuration k on k.id = l.configuration_id and k.institution_id = l.institution_id
), newest as (
  select pack_id, version from l join pack_version using (pack_id) order by ${NEWEST_FIRST} limit 1
), who as (
  insert into person (id, institution_id, platform_id, subject, anonymous, name, email, language, created_at)
  select new_person_id, institution_id, platform_id, subject, anonymous, name, email, language, now from l
  on conflict (platform_id, subject) do update
    set name = coalesce(excluded.name, person.name), email = coalesce(excluded.email, person.email), language = coalesce(excluded.language, person.language)
  returning id
), known_course as (
  select c.id from l join course c using (platform_id, deployment_id) where c.lti_context_id = l.context_id and c.title = l.course_title
    and (l.groups_url is null or (c.groups_url, c.group_sets_url) is not distinct from (l.groups_url, l.group_sets_url))
), written_course as (
  insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title, groups_url, group_sets_url)
  select new_course_id, institution_id, platform_id, deployment_id, context_id, course_title, groups_url, group_sets_url from l
  where context_id is not null and not exists (select from known_course)
  on conflict (platform_id, deployment_id, lti_context_id) do update
    set title = excluded.title, groups_url = coalesce(excluded.groups_url, course.groups_url),
        group_sets_url = case when excluded.groups_url is null then course.group_sets_url else excluded.group_sets_url end
  returning id
), class as (
  select id from known_course union all select id from written_course
), ancestors as (${ANCESTORS}
), known_link as (
  select r.id, r.pack_id from l cross join class join resource_link r on r.course_id = class.id and r.lti_resource_link_id = l.lti_link_id
  where r.title = l.link_title
    and (r.pack_id is not null or not exists (select from newest union all select from named union all select from ancestors))
    and not exists (select from named where named.id is distinct from r.named_configuration_id)
    and (l.ags is null or r.ags @> l.ags)
    and (l.nrps_url is null or r.nrps_url = l.nrps_url)
), chosen as (
  (select a.pack_id, a.pack_version, a.configuration_id, 1 as rank from ancestors a order by a.distance limit 1)
  union all
  (select pack_id, pack_version, id, 2 from named)
  union all
  (select pack_id, version, null, 3 from newest)
  order by rank limit 1
), written_link as (
  insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, pack_id, pack_version, configuration_id, named_configuration_id, ags, nrps_url)
  select l.new_link_id, l.institution_id, class.id, l.lti_link_id, l.link_title, chosen.pack_id, chosen.pack_version, chosen.configuration_id, named.id, l.ags, l.nrps_url
  from l cross join class left join chosen on true left join named on true
  where l.lti_link_id is not null and not exists (select from known_link)
  on conflict (course_id, lti_resource_link_id) do update
    set title = excluded.title,
        (pack_id, pack_version, configuration_id) = (
          select resource_link.pack_id, resource_link.pack_version, resource_link.configuration_id where not (${TAKES_NEW_LAB})
          union all select excluded.pack_id, excluded.pack_version, excluded.configuration_id where ${TAKES_NEW_LAB}
        ),
        named_configuration_id = coalesce(excluded.named_configuration_id, resource_link.named_configuration_id),
        ags = coalesce(resource_link.ags || excluded.ags, excluded.ags, resource_link.ags),
        nrps_url = coalesce(excluded.nrps_url, resource_link.nrps_url)
  returning id, pack_id
), link as (
  select id, pack_id from known_link union all select id, pack_id from written_link
), opened as (
  insert into session (id, secret_hash, institution_id, person_id, course_id, resource_link_id, actors, platform_id, nonce, launch, bound_at, created_at, expires_at, seen_at)
  select l.session_id, l.secret_hash, l.institution_id, who.id, class.id, link.id, l.actors, l.platform_id, l.nonce, l.facts,
         case when l.bound then l.now end, l.now, l.expires_at, l.now
  from l cross join who left join class on true left join link on true
  -- one that waits is nobody's yet, and gives way to the browser that has shown the secret
  on conflict (platform_id, nonce) do update
    set (id, secret_hash, institution_id, person_id, course_id, resource_link_id, actors, launch, bound_at, created_at, expires_at, seen_at)
      = (excluded.id, excluded.secret_hash, excluded.institution_id, excluded.person_id, excluded.course_id, excluded.resource_link_id, excluded.actors, excluded.launch,
         excluded.bound_at, excluded.created_at, excluded.expires_at, excluded.seen_at)
    where session.bound_at is null and excluded.bound_at is not null
  returning id, person_id, course_id, resource_link_id
), member as (
  insert into enrolment (course_id, person_id, institution_id, roles, first_seen_at)
  select o.course_id, o.person_id, l.institution_id, l.actors, l.now from l cross join opened o where o.course_id is not null
  on conflict (course_id, person_id) do update
    set roles = excluded.roles, source = 'launch', state = 'active', listed_at = case enrolment.state when 'left' then null else enrolment.listed_at end
    where enrolment.roles <> excluded.roles or enrolment.source <> 'launch' or enrolment.state <> 'active'
), launched as (
  update platform set last_launch_at = l.now, product = coalesce(l.product, platform.product)
  from l cross join opened
  where platform.id = l.platform_id and (platform.last_launch_at is null or platform.last_launch_at < l.now - interval '1 minute')
), deployed as (
  insert into deployment (platform_id, deployment_id, issuer, client_id, institution_id)
  select p.id, l.deployment_id, p.issuer, p.client_id, l.institution_id
  from l cross join opened join platform p on p.id = l.platform_id where l.new_deployment
  on conflict do nothing
), ordered as (
  insert into notice_order (platform_id, deployment_id, institution_id, service_url, supported, next_attempt_at)
  select l.platform_id, l.deployment_id, l.institution_id, l.notices_url, l.notice_types, l.now from l cross join opened where l.notices_url is not null
  on conflict (platform_id, deployment_id) do update
    set service_url = excluded.service_url, supported = excluded.supported, ordered = '{}', problem = null, next_attempt_at = excluded.next_attempt_at
    where (notice_order.service_url, notice_order.supported) is distinct from (excluded.service_url, excluded.supported)
), event as (
  insert into event_outbox (id, type, institution_id, event, occurred_at)
  select l.event_id, 'activity.launched', l.institution_id,
         jsonb_build_object('id', l.event_id, 'version', 1, 'occurredAt', l.occurred_at,
           'place', jsonb_build_object('institutionId', l.institution_id, 'courseId', o.course_id, 'resourceLinkId', o.resource_link_id, 'personId', o.person_id, 'labId', null),
           'body', jsonb_build_object('type', 'activity.launched', 'roles', to_jsonb(l.actors))),
         l.now
  from l cross join opened o where o.resource_link_id is not null and not exists (select from session waited where (waited.platform_id, waited.nonce) = (l.platform_id, l.nonce))
)
select link.pack_id is not null as has_pack, o.resource_link_id, o.person_id
from opened o left join link on true`;

const openedSchema = z.object({ has_pack: z.boolean(), resource_link_id: resourceLinkIdSchema.nullable(), person_id: personIdSchema });

/**
 * Writes a launch.
 * @returns undefined when its nonce has been used
 */
export async function insertLaunch(sql: Sql, record: LaunchRecord): Promise<{ readonly hasPack: boolean; readonly place: Pick<Place, 'resourceLinkId' | 'personId'> } | undefined> {
  const row = await maybeOne(sql, openStatement, valuesOf(record));
  if (row === undefined) return undefined;
  const { has_pack: hasPack, resource_link_id: resourceLinkId, person_id: personId } = openedSchema.parse(row);
  return { hasPack, place: { resourceLinkId, personId } };
}

function valuesOf({ launch, session, newIds, ...record }: LaunchRecord): readonly unknown[] {
  const now = record.now.toISOString();
  const values: Readonly<Record<keyof typeof PARAMETERS, unknown>> = {
    institution_id: record.institutionId, platform_id: record.platformId, deployment_id: launch.deploymentId, new_deployment: record.newDeployment, product: launch.product,
    now, occurred_at: now,
    new_person_id: newIds.person, subject: launch.subject ?? `anonymous/${newIds.person}`, anonymous: launch.subject === undefined,
    name: launch.name, email: launch.email, language: launch.language,
    new_course_id: newIds.course, context_id: launch.course?.id, course_title: launch.course?.title,
    groups_url: launch.groups?.groupsUrl, group_sets_url: launch.groups?.setsUrl, notices_url: launch.notices?.serviceUrl, notice_types: launch.notices?.supported,
    new_link_id: newIds.link, lti_link_id: launch.resourceLink?.id, link_title: launch.resourceLink?.title, pack_id: launch.packId,
    configuration_id: launch.configurationId, copied_links: launch.copiedFrom.links, copied_courses: launch.copiedFrom.courses,
    ags: launch.ags, nrps_url: launch.membershipsUrl,
    session_id: session.id, secret_hash: session.secretHash, nonce: record.nonce, actors: record.actors, facts: record.facts,
    expires_at: session.expiresAt.toISOString(), bound: session.bound, event_id: newIds.event,
  };
  return parameterNames.map((name) => values[name] ?? null);
}

const boundSchema = z.object({ actors: z.array(z.string()), launch: z.unknown(), has_pack: z.boolean(), expires_at: z.date() });
export type BoundLaunch = z.infer<typeof boundSchema>;

/**
 * Gives a waiting launch to the browser that has proven itself.
 * @returns undefined when it is not waiting any more
 */
export async function bindLaunch(sql: Sql, session: { id: SessionId; secretHash: Buffer }, now: Date): Promise<BoundLaunch | undefined> {
  const row = await maybeOne(
    sql,
    `update session s set bound_at = $3, seen_at = $3, secret_hash = $2
     where s.id = $1 and s.bound_at is null and s.expires_at > $3
     returning s.actors, s.launch, s.expires_at,
       exists (select from resource_link r where r.id = s.resource_link_id and r.pack_id is not null) as has_pack`,
    [session.id, session.secretHash, now],
  );
  return row === undefined ? undefined : boundSchema.parse(row);
}

const waitingSchema = z.object({ id: sessionIdSchema, name: z.string().nullable(), title: z.string().nullable() });

/** Whose launch waits, and for which activity: shown to the person who is to confirm it. */
export async function waitingLaunch(sql: Sql, id: SessionId): Promise<z.infer<typeof waitingSchema> | undefined> {
  const row = await maybeOne(
    sql,
    `select s.id, p.name, r.title from session s join person p on p.id = s.person_id left join resource_link r on r.id = s.resource_link_id
     where s.id = $1 and s.bound_at is null`,
    [id],
  );
  return row === undefined ? undefined : waitingSchema.parse(row);
}
