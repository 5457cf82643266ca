import type { InstitutionId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

/** What institutions call their courses and units, for pages and invoices; an id that is not known stands for itself. */
export interface PlaceNames {
  course(id: string): string;
  unit(id: string): string;
}

/** The same, and what an institution calls its people. */
export interface Names extends PlaceNames {
  person(id: string): string | null;
  hasCourse(id: string): boolean;
  hasPerson(id: string): boolean;
}

/** Reads the names of one institution. */
export async function namesOf(sql: Sql, institutionId: InstitutionId): Promise<Names> {
  const rows = await sql.query<{ kind: 'course' | 'unit' | 'person'; id: string; name: string | null }>(
    `select 'course' as kind, id, title as name from course where institution_id = $1
     union all select 'unit', id, name from business_unit where institution_id = $1
     union all select 'person', id, name from person where institution_id = $1`,
    [institutionId],
  );
  const names = new Map(rows.map((row) => [`${row.kind}:${row.id}`, row.name]));
  return {
    course: (id) => names.get(`course:${id}`) ?? id,
    unit: (id) => names.get(`unit:${id}`) ?? id,
    person: (id) => names.get(`person:${id}`) ?? null,
    hasCourse: (id) => names.has(`course:${id}`),
    hasPerson: (id) => names.has(`person:${id}`),
  };
}

/** Reads the names of these courses and units, whosever they are: the caller says whose it may see. */
export async function placeNames(sql: Sql, { courses, units }: { readonly courses: readonly string[]; readonly units: readonly string[] }): Promise<PlaceNames> {
  const rows = await sql.query<{ id: string; name: string }>(
    'select id, title as name from course where id = any ($1::uuid[]) union all select id, name from business_unit where id = any ($2::uuid[])',
    [[...new Set(courses)], [...new Set(units)]],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  return { course: nameOf, unit: nameOf };
}
