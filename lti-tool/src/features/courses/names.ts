import type { InstitutionId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

/** What an institution calls its courses, units and people, for pages and invoices. */
export interface Names {
  course(id: string): string;
  unit(id: string): string;
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
