import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-27T0140__erasing';

/**
 * A manager's page erases people of its institution, so the role of pages may delete what is deleted then, in its own institution as ever. What
 * stays, such as use, credit and the audit log, it still cannot delete.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query(`grant delete on ${deleted.join(', ')} to cloudclass_tenant`);
}

const deleted = [
  'activity_record', 'step_verdict', 'step_change', 'probe_pass', 'event_outbox', 'help_message', 'step_override', 'hint_reveal', 'attention_dismissal', 'video_position', 'grade',
  'course_group_member', 'link_member', 'enrolment',
];
