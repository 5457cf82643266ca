import { z } from 'zod';
import { courseIdSchema, institutionIdSchema } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { resyncStateSchema } from './resync-store.ts';

const courseRow = z.object({
  id: courseIdSchema,
  institution_id: institutionIdSchema,
  institution: z.string(),
  title: z.string(),
  sent: z.coerce.number(),
  on_the_way: z.coerce.number(),
  stuck: z.coerce.number(),
  resync: resyncStateSchema.nullable(),
});

/** A course with grades, and how they stand. */
export type GradedCourse = ReturnType<typeof courseOf>;

/** Every course that has grades: for operators, who answer for all institutions. */
export async function gradedCourses(sql: Sql): Promise<GradedCourse[]> {
  const rows = await sql.query(
    `select c.id, c.institution_id, i.name as institution, c.title,
            count(*) filter (where g.status = 'sent') as sent,
            count(*) filter (where g.status in ('waiting', 'sending', 'retrying')) as on_the_way,
            count(*) filter (where g.status in ('refused', 'unavailable')) as stuck,
            (select s.state from grade_resync s where s.course_id = c.id order by s.asked_at desc limit 1) as resync
     from grade g join resource_link r on r.id = g.resource_link_id join course c on c.id = r.course_id join institution i on i.id = c.institution_id
     group by c.id, i.name order by i.name, c.title, c.id`,
  );
  return z.array(courseRow).parse(rows).map(courseOf);
}

function courseOf({ institution_id: institutionId, on_the_way: onTheWay, ...course }: z.infer<typeof courseRow>) {
  return { ...course, institutionId, onTheWay };
}
