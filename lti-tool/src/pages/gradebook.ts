import { troubleOfCourse } from '../features/grades/delivery-store.ts';
import type { GradeRow } from '../features/grades/grade-store.ts';
import { latestResync, type Resync } from '../features/grades/resync-store.ts';
import type { Sql } from '../ports/sql.ts';
import type { ActivitySession } from './rights.ts';
import type { GradebookView, ResyncView } from './views/instructor.ts';

type Standing = 'sent' | 'onTheWay' | 'stuck';

const standings: Readonly<Record<GradeRow['state']['status'], Standing>> = {
  sent: 'sent',
  waiting: 'onTheWay',
  sending: 'onTheWay',
  retrying: 'onTheWay',
  refused: 'stuck',
  unavailable: 'stuck',
};

/** How an activity's grades stand, for its instructor. */
export async function gradebookOf(sql: Sql, place: Pick<ActivitySession, 'institutionId' | 'courseId' | 'resourceLinkId'>, grades: readonly GradeRow[]): Promise<GradebookView> {
  const [problem, resync] = await Promise.all([troubleOfCourse(sql, place), latestResync(sql, place)]);
  const count = (standing: Standing): number => grades.filter(({ state }) => standings[state.status] === standing).length;
  return { sent: count('sent'), onTheWay: count('onTheWay'), stuck: count('stuck'), problem, resync: resync === undefined ? null : resyncView(resync) };
}

function resyncView({ asked_at: askedAt, state }: Resync): ResyncView {
  const none = { askedAt, same: 0, sent: 0, compared: false, problem: null };
  switch (state.status) {
    case 'asked':
      return { ...none, status: 'asked', endedAt: null };
    case 'done':
      return { ...none, status: 'done', endedAt: new Date(state.at), same: state.same, sent: state.sent, compared: state.compared };
    case 'failed':
      return { ...none, status: 'failed', endedAt: new Date(state.at), problem: state.problem };
  }
}
