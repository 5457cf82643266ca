import type { ObservationView, ObservedLearnerView } from '../pages/views/observer.ts';
import { builder } from './builder.ts';
import { BoardLabStatusEnum } from './instructor-types.ts';
import { GradeStatus, StepStatus } from './learner-types.ts';
import { LocalizedRef } from './values.ts';

const ObservedStepRef = builder.objectRef<ObservedLearnerView['steps'][number]>('ObservedStep').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    title: t.field({ type: LocalizedRef, resolve: (step) => step.title }),
    points: t.exposeInt('points'),
    status: t.field({ type: StepStatus, resolve: (step) => step.status }),
  }),
});

const ObservedGradeRef = builder.objectRef<ObservedLearnerView['grade']>('ObservedGrade').implement({
  fields: (t) => ({
    points: t.exposeInt('points'),
    maximum: t.exposeInt('maximum'),
    status: t.field({ type: GradeStatus, resolve: (grade) => grade.status }),
    sentAt: t.field({ type: 'DateTime', nullable: true, resolve: (grade) => grade.sentAt }),
  }),
});

const ObservedLearnerRef = builder.objectRef<ObservedLearnerView>('ObservedLearner').implement({
  description: 'How far a learner is, for who accompanies them: nothing of what they do.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name', { nullable: true }),
    steps: t.field({ type: [ObservedStepRef], resolve: (learner) => [...learner.steps] }),
    lab: t.field({ type: BoardLabStatusEnum, resolve: (learner) => learner.lab }),
    grade: t.field({ type: ObservedGradeRef, resolve: (learner) => learner.grade }),
    lastActiveAt: t.field({ type: 'DateTime', nullable: true, resolve: (learner) => learner.lastActiveAt }),
  }),
});

export const ObservationRef = builder.objectRef<ObservationView>('Observation').implement({
  fields: (t) => ({
    learners: t.field({ type: [ObservedLearnerRef], resolve: (observation) => [...observation.learners] }),
    notYetHere: t.exposeInt('notYetHere', { description: 'How many more the course site names of whom nothing is known in this course yet.' }),
  }),
});

builder.queryField('observation', (t) => t.field({
  description: 'The learners whom an observer accompanies, by the course site.',
  type: ObservationRef,
  resolve: (_root, _args, { pages, session }) => pages.observer.observation(session),
}));
