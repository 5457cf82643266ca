import { builder } from './builder.ts';
import { ClassBoardRef, CourseInsightRef, TimelineRef } from './instructor-types.ts';

builder.queryFields((t) => ({
  classBoard: t.field({ type: ClassBoardRef, resolve: (_root, _args, { pages, session }) => pages.instructor.classBoard(session) }),
  timeline: t.field({
    type: TimelineRef,
    args: { learnerId: t.arg.id({ required: true }) },
    resolve: (_root, { learnerId }, { pages, session }) => pages.instructor.timeline(session, learnerId),
  }),
  courseInsight: t.field({ type: CourseInsightRef, resolve: (_root, _args, { pages, session }) => pages.instructor.courseInsight(session) }),
}));

builder.mutationFields((t) => ({
  answerHelp: t.field({
    type: ClassBoardRef,
    args: { learnerId: t.arg.id({ required: true }), text: t.arg.string({ required: true }) },
    resolve: (_root, args, { pages, session }) => pages.instructor.answerHelp(session, args),
  }),
  overrideStep: t.field({
    type: ClassBoardRef,
    args: { learnerId: t.arg.id({ required: true }), stepId: t.arg.id({ required: true }), passed: t.arg.boolean({ required: true }), reason: t.arg.string({ required: true }) },
    resolve: (_root, args, { pages, session }) => pages.instructor.overrideStep(session, args),
  }),
  dismissAttention: t.field({
    type: ClassBoardRef,
    args: { learnerId: t.arg.id({ required: true }) },
    resolve: (_root, { learnerId }, { pages, session }) => pages.instructor.dismissAttention(session, learnerId),
  }),
  resendGrade: t.field({
    type: ClassBoardRef,
    args: { learnerId: t.arg.id({ required: true }) },
    resolve: (_root, { learnerId }, { pages, session }) => pages.instructor.resendGrade(session, learnerId),
  }),
  resendAllGrades: t.field({ type: ClassBoardRef, resolve: (_root, _args, { pages, session }) => pages.instructor.resendAllGrades(session) }),
}));
