import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { ClassBoardRef } from './instructor-types.ts';
import { LabPageRef } from './learner-types.ts';
import { reread } from './reread.ts';

builder.subscriptionFields((t) => ({
  labPage: t.field({
    description: 'The page again, whole, whenever something on it changed.',
    type: LabPageRef,
    args: { learnerId: t.arg.id() },
    // the first read checks the right to see this page before anything is subscribed to
    subscribe: (_root, { learnerId }, context) => reread({
      read: () => context.pages.learner.labPage(context.session, learnerId),
      notices: (signal) => context.pages.notices.ofLearner(context.session, learnerId ?? null, signal),
      stay: () => context.pages.viewer.stay(context.session),
    }),
    resolve: (page) => page,
  }),
  classBoard: t.field({
    type: ClassBoardRef,
    subscribe: (_root, _args, context: Context) => reread({
      read: () => context.pages.instructor.classBoard(context.session),
      notices: (signal) => context.pages.notices.ofClass(context.session, signal),
      stay: () => context.pages.viewer.stay(context.session),
    }),
    resolve: (board) => board,
  }),
}));
