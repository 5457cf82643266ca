import { builder } from './builder.ts';
import { ClassBoardPushRef } from './instructor-types.ts';
import { LabPageRef } from './learner-types.ts';
import { boardDifference } from '../pages/board-difference.ts';
import type { ClassBoardView } from '../pages/views/instructor.ts';
import type { ObservationView } from '../pages/views/observer.ts';
import { ObservationRef } from './observer-operations.ts';
import { reread } from './reread.ts';

builder.subscriptionFields((t) => ({
  labPage: t.field({
    description: 'The page again, whole, whenever something on it changed.',
    type: LabPageRef,
    args: { learnerId: t.arg.id() },
    // each read checks the right to see this page; a notice by itself says nothing
    subscribe: (_root, { learnerId }, context) => reread({
      read: () => context.pages.learner.labPage(context.session, learnerId),
      notices: (signal) => context.pages.notices.ofLearner(context.session, learnerId ?? null, signal),
      stay: () => context.pages.viewer.stay(context.session),
      hold: () => context.streams.hold(context.session.id),
    }),
    resolve: (page) => page,
  }),
  observation: t.field({
    type: ObservationRef,
    subscribe(_root, _args, { pages, session, streams }) {
      // until it has been read, anybody's change may concern it
      let shown: ObservationView = { learners: [], notYetHere: 1 };
      return reread({
        async read() {
          shown = await pages.observer.observation(session);
          return shown;
        },
        notices: (signal) => pages.notices.ofObserved(session, () => shown, signal),
        stay: () => pages.viewer.stay(session),
        hold: () => streams.hold(session.id),
      });
    },
    resolve: (observation) => observation,
  }),
  classBoard: t.field({
    description: 'The board whole at first, or when its steps, groups or names are others; else what changed since the push before.',
    type: ClassBoardPushRef,
    subscribe(_root, _args, { pages, session, streams, boards }) {
      const board = boards({
        shown: () => pages.instructor.classOf(session),
        read: () => pages.instructor.classBoard(session),
        notices: (signal) => pages.notices.ofClass(session, signal),
      });
      let sent: ClassBoardView | undefined;
      return reread({
        async read() {
          const before = sent;
          sent = await board.read();
          return (before && boardDifference(before, sent)) ?? sent;
        },
        notices: board.notices,
        stay: () => pages.viewer.stay(session),
        hold: () => streams.hold(session.id),
      });
    },
    resolve: (push) => push,
  }),
}));
