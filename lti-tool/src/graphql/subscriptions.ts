import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { ClassBoardRef } from './instructor-types.ts';
import { LabPageRef } from './learner-types.ts';

builder.subscriptionFields((t) => ({
  labPage: t.field({
    description: 'The page again, whole, whenever something on it changed.',
    type: LabPageRef,
    args: { learnerId: t.arg.id() },
    // the first read checks the right to see this page before anything is subscribed to
    subscribe: (_root, { learnerId }, context) => reread(() => context.pages.learner.labPage(context.session, learnerId), (signal) => context.pages.notices.ofLearner(context.session, learnerId ?? null, signal)),
    resolve: (page) => page,
  }),
  classBoard: t.field({
    type: ClassBoardRef,
    subscribe: (_root, _args, context: Context) => reread(() => context.pages.instructor.classBoard(context.session), (signal) => context.pages.notices.ofClass(context.session, signal)),
    resolve: (board) => board,
  }),
}));

/** Reads once at the start and again after every notice, until the page is closed. */
async function* reread<Page>(read: () => Promise<Page>, notices: (signal: AbortSignal) => AsyncIterable<void>): AsyncGenerator<Page> {
  const closed = new AbortController();
  try {
    yield await read();
    for await (const _notice of notices(closed.signal)) yield await read();
  } finally {
    closed.abort();
  }
}
