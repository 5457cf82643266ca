import type { ActivityChoiceView, ChosenLab, ChoosingView, PlacedItemView } from '../pages/views/choose.ts';
import { builder } from './builder.ts';
import { PackRef } from './learner-types.ts';
import { Language } from './values.ts';

const ChosenLabInput = builder.inputType('ChosenLab', {
  description: 'A lab as an instructor chose it. Steps that a chosen one needs come with it.',
  fields: (t) => ({
    packId: t.id({ required: true }),
    packVersion: t.string({ required: true }),
    title: t.string({ description: "Another name for the activity than the lab's." }),
    stepIds: t.idList({ required: true }),
    points: t.int({ required: true }),
    availableFrom: t.field({ type: 'DateTime' }),
    availableUntil: t.field({ type: 'DateTime' }),
    dueAt: t.field({ type: 'DateTime' }),
    language: t.field({ description: 'Null leaves every learner their own.', type: Language }),
  }),
});

type Input = typeof ChosenLabInput.$inferInput;

function labIn(input: Input): ChosenLab {
  const { title, availableFrom, availableUntil, dueAt, language, ...required } = input;
  return { ...required, title: title ?? null, availableFrom: availableFrom ?? null, availableUntil: availableUntil ?? null, dueAt: dueAt ?? null, language: language ?? null };
}

const ChoosingRef = builder.objectRef<ChoosingView>('Choosing').implement({
  description: 'What the platform that asked for content takes.',
  fields: (t) => ({
    platform: t.exposeString('platform', { nullable: true }),
    takesLinks: t.exposeBoolean('takesLinks'),
    takesSeveral: t.exposeBoolean('takesSeveral'),
    takesGrades: t.exposeBoolean('takesGrades'),
  }),
});

const PlacedItemRef = builder.objectRef<PlacedItemView>('PlacedItem').implement({
  description: 'An activity as the platform will get it.',
  fields: (t) => ({
    title: t.exposeString('title'),
    text: t.exposeString('text'),
    points: t.exposeInt('points', { description: 'Null where the platform takes none.', nullable: true }),
    availableFrom: t.field({ type: 'DateTime', nullable: true, resolve: (item) => item.availableFrom }),
    availableUntil: t.field({ type: 'DateTime', nullable: true, resolve: (item) => item.availableUntil }),
    dueAt: t.field({ type: 'DateTime', nullable: true, resolve: (item) => item.dueAt }),
  }),
});

const ActivityChoiceRef = builder.objectRef<ActivityChoiceView>('ActivityChoice').implement({
  description: 'What is chosen for an activity that is there.',
  fields: (t) => ({
    pack: t.field({ description: 'In the version the activity is pinned to.', type: PackRef, resolve: (choice) => choice.pack }),
    stepIds: t.idList({ resolve: (choice) => [...choice.stepIds] }),
    points: t.exposeInt('points'),
    availableFrom: t.field({ type: 'DateTime', nullable: true, resolve: (choice) => choice.availableFrom }),
    availableUntil: t.field({ type: 'DateTime', nullable: true, resolve: (choice) => choice.availableUntil }),
    dueAt: t.field({ type: 'DateTime', nullable: true, resolve: (choice) => choice.dueAt }),
    language: t.field({ type: Language, nullable: true, resolve: (choice) => choice.language }),
    begun: t.exposeInt('begun', { description: 'How many learners have had a lab in it: with any, it keeps to its lab.' }),
  }),
});

const DeepLinkingAnswerRef = builder.objectRef<{ returnUrl: string; jwt: string }>('DeepLinkingAnswer').implement({
  fields: (t) => ({ returnUrl: t.exposeString('returnUrl'), jwt: t.exposeString('jwt') }),
});

builder.queryFields((t) => ({
  packs: t.field({
    type: [PackRef],
    args: { search: t.arg.string() },
    resolve: (_root, { search }, { pages, session }) => pages.choose.packs(session, search ?? null),
  }),
  choosing: t.field({
    description: 'Null when the session was not opened to choose content.',
    type: ChoosingRef,
    nullable: true,
    resolve: (_root, _args, { pages, session }) => pages.choose.choosing(session),
  }),
  activityChoice: t.field({
    description: 'Null when the activity of this session has no lab.',
    type: ActivityChoiceRef,
    nullable: true,
    resolve: (_root, _args, { pages, session }) => pages.choose.activityChoice(session),
  }),
  placedItems: t.field({
    description: 'What the platform will get for labs that are placed; nothing is kept.',
    type: [PlacedItemRef],
    args: { labs: t.arg({ type: [ChosenLabInput], required: true }) },
    resolve: async (_root, { labs }, { pages, session }) => [...(await pages.choose.previewPlacing(session, labs.map(labIn)))],
  }),
}));

builder.mutationFields((t) => ({
  answerDeepLinking: t.field({
    type: DeepLinkingAnswerRef,
    args: { labs: t.arg({ type: [ChosenLabInput], required: true }) },
    resolve: (_root, { labs }, { pages, session }) => pages.choose.answerDeepLinking(session, labs.map(labIn)),
  }),
  declineDeepLinking: t.field({
    description: 'Goes back to the platform without a lab, with a message of why.',
    type: DeepLinkingAnswerRef,
    resolve: (_root, _args, { pages, session }) => pages.choose.declineDeepLinking(session),
  }),
  configureActivity: t.boolean({
    description: 'Gives the activity of this session a lab, or other steps, points and dates.',
    args: { lab: t.arg({ type: ChosenLabInput, required: true }) },
    resolve: (_root, { lab }, { pages, session }) => pages.choose.configureActivity(session, labIn(lab)),
  }),
}));
