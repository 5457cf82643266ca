import { costOfLabs } from '@cloudclass/billing';
import { stepIdSchema } from '@cloudclass/plugin-contract';
import { fail } from '../errors.ts';
import { noteAct } from '../features/audit/audit.ts';
import { groupsOfCourse, type CourseGroup } from '../features/courses/group-store.ts';
import { rosterStanding } from '../features/courses/roster-store.ts';
import { gradesOfActivity, type GradeRow } from '../features/grades/grade-store.ts';
import { resendGrade } from '../features/grades/queue-grade.ts';
import { askForResync } from '../features/grades/resync.ts';
import { answerHelp, helpThread } from '../features/help/help.ts';
import type { Session } from '../features/identity/session.ts';
import { boardSummary, classBoard, type BoardRow } from '../features/insight/class-board.ts';
import { loadLearnerFacts, storeDismissal, type BoardPlace } from '../features/insight/class-board-store.ts';
import { courseInsight } from '../features/insight/course-insight.ts';
import { timelineOf } from '../features/insight/timeline.ts';
import { latestLab } from '../features/labs/lab-store.ts';
import { saveOverride } from '../features/validation/verdict-store.ts';
import { gradebookOf } from './gradebook.ts';
import type { ClassBoardView } from './views/instructor.ts';
import { personIdSchema } from '../domain/ids.ts';
import { hourlyRateOf } from '../use-cases/lab-credit.ts';
import { activityOf, learnerOf, type Activity } from './activity-place.ts';
import { gradeSummary } from './lab-page.ts';
import type { PageDeps } from './page-deps.ts';
import type { InstructorPages } from './pages.ts';
import { actorName, inActivity, whose, type ActivitySession, type LearnerPlace } from './rights.ts';

/** What the instructor's pages can do; everything is inside the activity the instructor was launched into. */
export function createInstructorPages(deps: PageDeps): InstructorPages {
  const board = (session: Session): Promise<ClassBoardView> => boardOf(deps, classIn(session));
  const learnerAt = async (session: Session, learnerId: string): Promise<LearnerPlace> => {
    inActivity(session, 'instructor');
    const place = whose(session, learnerId);
    await learnerOf(deps.sql, place);
    return place;
  };
  return {
    classOf: (session) => Object.values(classIn(session)).join(' '),
    classBoard: board,
    async timeline(session, learnerId) {
      const place = await learnerAt(session, learnerId);
      const { pack } = await activityOf(deps, place);
      const asked = (stepId: string | null): boolean => stepId === null || pack.manifest.steps.some((step) => step.id === stepId);
      return { learner: await learnerOf(deps.sql, place), entries: (await timelineOf(deps, place)).filter((entry) => asked(entry.stepId)) };
    },
    async courseInsight(session) {
      const { institutionId, resourceLinkId } = inActivity(session, 'instructor');
      const { pack } = await activityOf(deps, { institutionId, resourceLinkId });
      const insight = await courseInsight(deps.warehouse, { institutionId, resourceLinkId, videoSeconds: pack.video?.durationSeconds ?? null });
      const none = { started: 0, passed: 0, medianSeconds: null, nearMisses: [] };
      return { ...insight, steps: pack.manifest.steps.map((step) => ({ ...none, ...insight.steps.find((known) => known.stepId === step.id), stepId: step.id, title: step.title })) };
    },
    async answerHelp(session, { learnerId, text }) {
      const place = await learnerAt(session, learnerId);
      await answerHelp(deps, { ...place, learnerId: place.personId }, { instructorId: inActivity(session, 'instructor').personId, text });
      return board(session);
    },
    async overrideStep(session, override) {
      await overrideStep(deps, inActivity(session, 'instructor'), await learnerAt(session, override.learnerId), override);
      return board(session);
    },
    async dismissAttention(session, learnerId) {
      const place = await learnerAt(session, learnerId);
      const row = (await board(session)).rows.find((known) => known.learner.id === place.personId);
      const kind = row?.attention?.kind;
      if (kind !== undefined) await storeDismissal(deps.sql, place, { personId: place.personId, kind, at: deps.clock.now() });
      return board(session);
    },
    async resendGrade(session, learnerId) {
      await resendGrade(deps, await learnerAt(session, learnerId));
      return board(session);
    },
    async resendAllGrades(session) {
      await resendAllGrades(deps, inActivity(session, 'instructor'));
      return board(session);
    },
  };
}

interface Override { readonly stepId: string; readonly passed: boolean; readonly reason: string }

async function overrideStep(deps: PageDeps, session: ActivitySession, place: LearnerPlace, { stepId, passed, reason }: Override): Promise<void> {
  const { pack } = await activityOf(deps, place);
  const id = stepIdSchema.safeParse(stepId);
  if (!id.success || !pack.manifest.steps.some((step) => step.id === id.data) || reason.trim() === '') throw fail('BAD_INPUT', { detail: 'a step of the pack and a reason are needed' });
  const lab = await latestLab(deps.sql, place);
  await deps.sql.transaction(async (tx) => {
    await saveOverride(tx, place, { stepId: id.data, passed, reason: reason.trim(), by: session.personId, at: deps.clock.now() });
    await noteAct(deps, tx, { institutionId: place.institutionId, actor: actorName(session), action: 'step.overridden', target: `${place.personId} ${stepId}`, detail: `${passed ? 'passed' : 'not passed'}: ${reason.trim()}` });
    await deps.emit(tx, { ...place, labId: lab?.id ?? null }, { type: 'step.overridden', stepId, passed });
  });
}

async function resendAllGrades(deps: PageDeps, session: ActivitySession): Promise<void> {
  const { institutionId, courseId, resourceLinkId } = session;
  await deps.sql.transaction(async (tx) => {
    const asked = await askForResync(deps, tx, { institutionId, courseId, resourceLinkId }, actorName(session));
    if (asked) await noteAct(deps, tx, { institutionId, actor: actorName(session), action: 'grades.resent', target: resourceLinkId, detail: null });
  });
}

/** The class that an instructor's session is in. @throws FORBIDDEN */
function classIn(session: Session): BoardPlace {
  const { institutionId, courseId, resourceLinkId } = inActivity(session, 'instructor');
  return { institutionId, courseId, resourceLinkId };
}

/** The same for all who teach the class: nothing of it depends on who looks. */
async function boardOf(deps: PageDeps, place: BoardPlace): Promise<ClassBoardView> {
  const { institutionId, courseId, resourceLinkId } = place;
  const [activity, facts, grades, groups, roster] = await Promise.all([
    activityOf(deps, { institutionId, resourceLinkId }),
    loadLearnerFacts(deps.sql, { institutionId, courseId, resourceLinkId }, (accountId) => deps.accounts.learnerRoleArn(accountId)),
    gradesOfActivity(deps.sql, { institutionId, resourceLinkId }),
    groupsOfCourse(deps.sql, { institutionId, courseId }),
    rosterStanding(deps.sql, { institutionId, courseId }),
  ]);
  const { steps } = activity.pack.manifest;
  const rows = classBoard(steps, facts, deps.clock.now(), refusals(grades));
  const costs = await costOfLabs(deps, institutionId, rows.flatMap((row) => (row.labId === null ? [] : [row.labId])));
  const currency = (await hourlyRateOf(deps, place, activity.pack.manifest.product))?.currency ?? 'KRW';
  const gradeOf = new Map(grades.map((grade) => [grade.person_id, grade]));
  const shown = await Promise.all(rows.map((row) => rowView(deps, place, { row, activity, groups, grade: gradeOf.get(row.learner.id), spent: { amount: costs.get(row.labId ?? '') ?? 0n, currency } })));
  return {
    course: { id: courseId, title: activity.course, unit: activity.unit },
    activityTitle: activity.title,
    groups: groups.map(({ id, name, set }) => ({ id, name, set })),
    steps,
    rows: shown,
    summary: { ...boardSummary(steps, rows), spent: { amount: [...costs.values()].reduce((sum, cost) => sum + cost, 0n), currency } },
    gradebook: await gradebookOf(deps.sql, place, grades),
    roster,
  };
}

function refusals(grades: readonly GradeRow[]): ReadonlyMap<string, Date> {
  return new Map(grades.flatMap((grade) => (grade.state.status === 'refused' ? [[grade.person_id, new Date(grade.state.at)] as const] : [])));
}

interface RowFacts {
  readonly row: BoardRow;
  readonly activity: Activity;
  readonly groups: readonly CourseGroup[];
  readonly grade: GradeRow | undefined;
  readonly spent: { readonly amount: bigint; readonly currency: 'KRW' | 'USD' };
}

/** Conversations are read for raised hands only; a class has few of them at a time. */
async function rowView(deps: PageDeps, place: BoardPlace, { row, activity, groups, grade, spent }: RowFacts): Promise<ClassBoardView['rows'][number]> {
  const learnerId = personIdSchema.parse(row.learner.id);
  return {
    ...row,
    groupIds: groups.filter(({ people }) => people.has(learnerId)).map(({ id }) => id),
    grade: gradeSummary(grade, activity.pack),
    lastAct: row.lastRecord,
    help: row.attention?.kind === 'hand-raised' ? await helpThread(deps, { ...place, learnerId }) : [],
    spent,
  };
}
