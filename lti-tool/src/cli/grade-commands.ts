import type { Command } from 'commander';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Notify } from '../ports/emit.ts';
import { fail } from '../errors.ts';
import { noteAct } from '../features/audit/audit.ts';
import { gradedCourses, type GradedCourse } from '../features/grades/graded-courses.ts';
import { askForResync } from '../features/grades/resync.ts';
import { latestResync, type ResyncState } from '../features/grades/resync-store.ts';
import type { Sql } from '../ports/sql.ts';

export interface GradeCommandDeps {
  /** Runs work with a database, which is opened for it and closed after it. */
  readonly withSql: (work: (sql: Sql) => Promise<void>) => Promise<void>;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly notify: Notify;
  readonly print: (line: string) => void;
}

/** Adds `grades courses | resync` to a program. */
export function addGradeCommands(program: Command, deps: GradeCommandDeps): void {
  const grades = program.command('grades').description('scores on their way to gradebooks');
  grades
    .command('courses')
    .description('show courses with how many grades have arrived, are on their way, and are stuck')
    .action(() => deps.withSql(async (sql) => (await gradedCourses(sql)).map(line).forEach((text) => deps.print(text))));
  grades
    .command('resync')
    .description('compare a course\'s grades with its gradebook, and send again what differs')
    .requiredOption('--course <id>', 'id of the course, as `grades courses` shows it')
    .action(({ course }: { course: string }) => deps.withSql((sql) => resync(deps, sql, course)));
}

function line({ id, institution, title, sent, onTheWay, stuck, resync }: GradedCourse): string {
  return `${id}  ${institution}  ${title}  ${sent} in the gradebook, ${onTheWay} on the way, ${stuck} stuck${resync === null ? '' : `  ${outcome(resync)}`}`;
}

function outcome(state: ResyncState): string {
  if (state.status === 'asked') return 'being compared';
  if (state.status === 'failed') return `not compared: ${state.problem}`;
  return state.compared ? `compared ${state.at}: ${state.same} the same, ${state.sent} sent again` : `sent again without comparing ${state.at}: ${state.sent}`;
}

async function resync(deps: GradeCommandDeps, sql: Sql, id: string): Promise<void> {
  const course = (await gradedCourses(sql)).find((known) => known.id === id);
  if (course === undefined) throw fail('NOT_FOUND', { detail: `no course ${id} has grades; \`cloudclass grades courses\` lists those that have` });
  const place = { institutionId: course.institutionId, courseId: course.id, resourceLinkId: null };
  const asked = await sql.transaction(async (tx) => {
    const isNew = await askForResync(deps, tx, place, 'cloudclass grades resync');
    if (isNew) await noteAct(deps, tx, { institutionId: course.institutionId, actor: 'cloudclass grades resync', action: 'grades.resent', target: course.id, detail: null });
    return isNew;
  });
  deps.print(asked ? 'asked: the jobs role compares and sends; `cloudclass grades courses` shows what came of it' : 'under way already');
  const latest = await latestResync(sql, place);
  if (latest !== undefined && latest.state.status !== 'asked') deps.print(outcome(latest.state));
}
