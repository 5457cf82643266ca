import { z } from 'zod';
import type { Actor } from '../../actor.ts';
import { courseIdSchema, institutionIdSchema, platformIdSchema, type CourseId, type InstitutionId, type PlatformId } from '../../ids.ts';
import { maybeOne, type Sql } from '../../sql.ts';

export interface CoursePlace {
  readonly institutionId: InstitutionId;
  readonly courseId: CourseId;
}

const sourceRow = z.object({ platform_id: platformIdSchema, nrps_url: z.string(), groups_url: z.string().nullable(), group_sets_url: z.string().nullable() });

export interface RosterSource {
  readonly platformId: PlatformId;
  readonly membershipsUrl: string;
  /** Null where the platform has no groups. */
  readonly groups: { readonly groupsUrl: string; readonly setsUrl: string | null } | null;
}

/** Where the platform lists the people of a course; a launch of any of its activities may have said so. */
export async function rosterSource(sql: Sql, { institutionId, courseId }: CoursePlace): Promise<RosterSource | undefined> {
  const row = await maybeOne(
    sql,
    `select c.platform_id, r.nrps_url, c.groups_url, c.group_sets_url from course c join resource_link r on r.course_id = c.id
     where c.institution_id = $1 and c.id = $2 and r.nrps_url is not null limit 1`,
    [institutionId, courseId],
  );
  if (row === undefined) return undefined;
  const source = sourceRow.parse(row);
  const groups = source.groups_url === null ? null : { groupsUrl: source.groups_url, setsUrl: source.group_sets_url };
  return { platformId: source.platform_id, membershipsUrl: source.nrps_url, groups };
}

const placeRow = z.object({ institution_id: institutionIdSchema, course_id: courseIdSchema });

/** Courses that an instructor looks at now and whose platform lists its people. */
export async function coursesInUse(sql: Sql, since: Date): Promise<CoursePlace[]> {
  const rows = await sql.query(
    `select distinct s.institution_id, s.course_id from session s join resource_link r on r.course_id = s.course_id
     where s.seen_at >= $1 and 'instructor' = any(s.actors) and r.nrps_url is not null`,
    [since],
  );
  return z.array(placeRow).parse(rows).map((row) => ({ institutionId: row.institution_id, courseId: row.course_id }));
}

export interface RosterEntry {
  /** For the person, if they are new. */
  readonly id: string;
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly actors: readonly Actor[];
}

/**
 * Enrols whoever is not enrolled yet. What a launch has said stays: Moodle calls a teaching assistant `Learner` here and
 * `Instructor` at launch.
 * @returns how many were added
 */
export async function addToRoster(sql: Sql, place: CoursePlace & { readonly platformId: PlatformId }, entries: readonly RosterEntry[], now: Date): Promise<number> {
  const rows = await sql.query(
    `with m as (
       select * from jsonb_to_recordset($4::jsonb) as m(id uuid, subject text, name text, email text, actors text[])
     ), who as (
       insert into person (id, institution_id, platform_id, subject, name, email, created_at)
       select m.id, $1, $3, m.subject, m.name, m.email, $5 from m
       on conflict (platform_id, subject) do update set name = coalesce(person.name, excluded.name), email = coalesce(person.email, excluded.email)
       returning id, subject
     )
     insert into enrolment (course_id, person_id, institution_id, roles, first_seen_at)
     select $2, who.id, $1, m.actors, $5 from who join m on m.subject = who.subject
     on conflict (course_id, person_id) do nothing
     returning person_id`,
    [place.institutionId, place.courseId, place.platformId, JSON.stringify(entries), now],
  );
  return rows.length;
}
