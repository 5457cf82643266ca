import type { ActorName, ViewerView } from '../pages/pages.ts';
import { builder } from './builder.ts';
import { CourseRef, InstitutionRef, Language, PersonRef } from './values.ts';

const Actor = builder.enumType('Actor', {
  values: {
    OBSERVER: { value: 'observer' },
    LEARNER: { value: 'learner' },
    INSTRUCTOR: { value: 'instructor' },
    MANAGER: { value: 'manager' },
    SALES: { value: 'sales' },
    OPERATOR: { value: 'operator' },
  } as const satisfies Record<string, { value: ActorName }>,
});

const ReviewRef = builder.objectRef<NonNullable<ViewerView['review']>>('Review').implement({
  fields: (t) => ({ learner: t.field({ description: 'Null when nothing is known of them here.', type: PersonRef, nullable: true, resolve: (review) => review.learner }) }),
});

const ViewerRef = builder.objectRef<ViewerView>('Viewer').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name', { nullable: true }),
    anonymous: t.exposeBoolean('anonymous', { description: 'True when the course site did not say who this is: a lab, but no grade.' }),
    email: t.exposeString('email', { nullable: true }),
    language: t.field({ type: Language, resolve: (viewer) => viewer.language }),
    actor: t.field({ description: 'The page this session belongs to.', type: Actor, resolve: (viewer) => viewer.actor }),
    actors: t.field({ description: 'Every actor the session may act as.', type: [Actor], resolve: (viewer) => [...viewer.actors] }),
    institution: t.field({ type: InstitutionRef, nullable: true, resolve: (viewer) => viewer.institution }),
    course: t.field({ type: CourseRef, nullable: true, resolve: (viewer) => viewer.course }),
    activityTitle: t.exposeString('activityTitle', { nullable: true }),
    returnUrl: t.exposeString('returnUrl', { description: 'Where "back to the course" leads.', nullable: true }),
    choosingContent: t.exposeBoolean('choosingContent', { description: 'True when the launch asks the instructor to choose content for the course (LTI Deep Linking).' }),
    review: t.field({ description: "Set for an instructor whom a grade in the platform has led to a learner's work.", type: ReviewRef, nullable: true, resolve: (viewer) => viewer.review }),
    sessionEndsAt: t.field({ type: 'DateTime', resolve: (viewer) => viewer.sessionEndsAt }),
  }),
});

builder.queryField('viewer', (t) => t.field({ type: ViewerRef, resolve: (_root, _args, { pages, session }) => pages.viewer.viewer(session) }));

const NewWindowRef = builder.objectRef<{ url: string }>('NewWindow').implement({ fields: (t) => ({ url: t.exposeString('url') }) });

builder.mutationFields((t) => ({
  newWindow: t.field({
    description: 'Where a window of its own goes on with this session.',
    type: NewWindowRef,
    resolve: (_root, _args, { pages, session }) => pages.viewer.newWindow(session),
  }),
  setLanguage: t.field({
    type: ViewerRef,
    args: { language: t.arg({ type: Language, required: true }) },
    resolve: (_root, { language }, { pages, session }) => pages.viewer.setLanguage(session, language),
  }),
  signOut: t.boolean({
    async resolve(_root, _args, { pages, session }) {
      await pages.viewer.signOut(session);
      return true;
    },
  }),
}));
