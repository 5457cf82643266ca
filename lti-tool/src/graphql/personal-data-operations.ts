import type { FoundPeopleView, FoundPersonView, KeptOfPersonView, KeptPartView } from '../pages/views/personal-data.ts';
import { builder } from './builder.ts';

const FoundPersonRef = builder.objectRef<FoundPersonView>('FoundPerson').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name', { nullable: true }),
    email: t.exposeString('email', { nullable: true }),
    subject: t.exposeString('subject', { description: 'The id that their LMS gives them.' }),
    platform: t.exposeString('platform', { nullable: true, description: 'The address of their LMS.' }),
    courses: t.stringList({ resolve: ({ courses }) => [...courses] }),
  }),
});

const FoundPeopleRef = builder.objectRef<FoundPeopleView>('FoundPeople').implement({
  fields: (t) => ({
    people: t.field({ type: [FoundPersonRef], resolve: ({ people }) => [...people] }),
    moreThan: t.exposeInt('moreThan', { nullable: true, description: 'Set where not all are shown: there are more than this.' }),
  }),
});

const KeptKindEnum = builder.enumType('KeptKind', {
  values: {
    IDENTITY: { value: 'identity' },
    SESSIONS: { value: 'sessions' },
    COURSES: { value: 'courses' },
    GROUPS: { value: 'groups' },
    RECORDS: { value: 'records' },
    VERDICTS: { value: 'verdicts' },
    CHANGES: { value: 'changes', description: 'Results of theirs that an instructor changed.' },
    TIMELINE: { value: 'timeline' },
    HELP: { value: 'help' },
    HINTS: { value: 'hints' },
    ATTENTION: { value: 'attention' },
    VIDEO: { value: 'video' },
    GRADES: { value: 'grades' },
    ANSWERS: { value: 'answers', description: 'What they wrote to others as an instructor.' },
    CHANGES_OF_OTHERS: { value: 'changesOfOthers' },
    SETTINGS: { value: 'settings', description: 'Activities that they set up.' },
    LABS: { value: 'labs' },
    RESOURCES: { value: 'resources' },
    CREDIT: { value: 'credit' },
    USE: { value: 'use' },
    AUDIT: { value: 'audit' },
  } as const,
});

const KeptFate = builder.enumType('KeptFate', {
  description: 'What becomes of it when the person is erased.',
  values: {
    DELETED: { value: 'delete' },
    EMPTIED: { value: 'empty', description: 'The row stays, and names nobody.' },
    KEPT: { value: 'keep' },
  } as const,
});

const KeptReasonEnum = builder.enumType('KeptReason', {
  values: { BILLED: { value: 'billed' }, LENT: { value: 'lent' }, BUILT: { value: 'built' }, DEED: { value: 'deed' }, PROOF: { value: 'proof' } } as const,
});

const KeptPartRef = builder.objectRef<KeptPartView>('KeptPart').implement({
  fields: (t) => ({
    kind: t.field({ type: KeptKindEnum, resolve: ({ kind }) => kind }),
    rows: t.exposeInt('rows'),
    fate: t.field({ type: KeptFate, resolve: ({ fate }) => fate }),
    because: t.field({ type: KeptReasonEnum, nullable: true, description: 'Why it stays.', resolve: ({ because }) => because }),
  }),
});

const KeptOfPersonRef = builder.objectRef<KeptOfPersonView>('KeptOfPerson').implement({
  fields: (t) => ({
    person: t.field({ type: FoundPersonRef, resolve: ({ person }) => person }),
    confirmation: t.exposeString('confirmation', { description: 'What to type to confirm that they are erased.' }),
    atWork: t.exposeBoolean('atWork', { description: 'A lab of theirs is not over: they cannot be erased.' }),
    parts: t.field({ type: [KeptPartRef], resolve: ({ parts }) => [...parts] }),
  }),
});

const ErasureReasonEnum = builder.enumType('ErasureReason', {
  values: { REQUESTED: { value: 'requested' }, NOT_NEEDED: { value: 'not-needed' }, MISTAKEN: { value: 'mistaken' } } as const,
});

builder.queryFields((t) => ({
  people: t.field({
    type: FoundPeopleRef,
    description: 'People of the institution by a part of their name or e-mail, or by the whole id that their LMS gives them.',
    args: { text: t.arg.string({ required: true }) },
    resolve: (_root, { text }, { pages, session }) => pages.manager.people(session, text),
  }),
  keptOfPerson: t.field({
    type: KeptOfPersonRef,
    args: { personId: t.arg.id({ required: true }) },
    resolve: (_root, { personId }, { pages, session }) => pages.manager.keptOfPerson(session, personId),
  }),
}));

builder.mutationFields((t) => ({
  copyPerson: t.string({
    description: 'All that is kept of a person, as the JSON file that they are given. It is noted in the audit log.',
    args: { personId: t.arg.id({ required: true }) },
    resolve: (_root, { personId }, { pages, session }) => pages.manager.copyPerson(session, personId),
  }),
  erasePerson: t.field({
    type: [KeptPartRef],
    description: 'Answers what went and what stays; nothing when they had been erased before. `typed` is the text that `KeptOfPerson.confirmation` asks for.',
    args: { personId: t.arg.id({ required: true }), reason: t.arg({ type: ErasureReasonEnum, required: true }), typed: t.arg.string({ required: true }) },
    resolve: async (_root, erasure, { pages, session }) => [...(await pages.manager.erasePerson(session, erasure))],
  }),
}));
