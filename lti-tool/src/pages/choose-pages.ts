import type { CoursePack } from '@cloudclass/plugin-contract';
import { errorsOf, fail } from '../errors.ts';
import { noteAct } from '../features/audit/audit.ts';
import { decideConfiguration, type Configuration } from '../features/configuration/configuration.ts';
import { activityLab, configureLink, keepConfiguration, learnersWithLabs } from '../features/configuration/configuration-store.ts';
import { configurationErrors } from '../features/configuration/configuration-errors.ts';
import type { PersonSession, Session } from '../features/identity/session.ts';
import type { ContentItem, PlacedLab } from '../features/launch/content-item.ts';
import { answerDeepLinking, contentItems, requestOf } from '../features/launch/deep-linking.ts';
import { configurationIdSchema, personIdSchema } from '../domain/ids.ts';
import { packView } from './activity-place.ts';
import type { PageDeps } from './page-deps.ts';
import type { ChoosePages } from './pages.ts';
import { actorName, inActivity } from './rights.ts';
import type { ChosenLab, ChoosingView, PlacedItemView } from './views/choose.ts';

const failConfiguration = errorsOf(configurationErrors);

/** Choosing labs for a course, and what is asked of the learners in each. */
export function createChoosePages(deps: PageDeps): ChoosePages {
  const answering = () => ({ ...deps, sign: deps.toolKeys.sign });
  return {
    async packs(session, search) {
      asInstructor(session);
      return (await deps.packs.search(search)).map(packView);
    },
    async choosing(session) {
      const choosing = asInstructor(session);
      return choosing.launch.deepLinking === undefined ? null : choosingView(deps, choosing);
    },
    async activityChoice(session) {
      const place = inActivity(session, 'instructor');
      const lab = await activityLab(deps.sql, place);
      if (lab === undefined) return null;
      const { pack } = await deps.packs.get(lab.packId, lab.packVersion);
      const { steps } = pack.manifest;
      const whole = { stepIds: steps.map((step) => step.id), points: steps.reduce((sum, step) => sum + step.points, 0), availableFrom: null, availableUntil: null, dueAt: null, language: null };
      return { ...whole, ...lab.configuration, packId: lab.packId, packVersion: lab.packVersion, title: lab.title, pack: packView(pack), begun: (await learnersWithLabs(deps.sql, place)).length };
    },
    async previewPlacing(session, labs) {
      const choosing = asInstructor(session);
      const configured = await Promise.all(labs.map((lab) => configuredLab(deps, choosing, lab)));
      return contentItems(deps, requestOf(choosing), configured.map(({ placed }) => placed)).map(itemView);
    },
    async answerDeepLinking(session, labs) {
      const choosing = asInstructor(session);
      requestOf(choosing);
      const configured = await Promise.all(labs.map((lab) => configuredLab(deps, choosing, lab)));
      await deps.sql.transaction(async (tx) => {
        for (const { configuration } of configured) await keepConfiguration(tx, choosing, configuration, deps.clock.now());
      });
      return answerDeepLinking(answering(), choosing, { kind: 'placed', labs: configured.map(({ placed }) => placed) });
    },
    async declineDeepLinking(session) {
      const choosing = asInstructor(session);
      const { acceptTypes } = requestOf(choosing);
      return answerDeepLinking(answering(), choosing, { kind: acceptTypes.includes('ltiResourceLink') ? 'cancelled' : 'unable' });
    },
    configureActivity: (session, lab) => configureActivity(deps, session, lab),
  };
}

/** @throws FORBIDDEN */
function asInstructor(session: Session): PersonSession {
  if (session.kind !== 'person' || !session.actors.includes('instructor')) throw fail('FORBIDDEN', { detail: 'needs instructor' });
  return session;
}

async function choosingView({ sql }: PageDeps, session: PersonSession): Promise<ChoosingView> {
  const { acceptTypes, acceptMultiple, acceptLineItem } = requestOf(session);
  const [platform] = await sql.query<{ product: string | null }>('select product from platform where id = $1 and institution_id = $2', [session.platformId, session.institutionId]);
  return { platform: platform?.product ?? null, takesLinks: acceptTypes.includes('ltiResourceLink'), takesSeveral: acceptMultiple, takesGrades: acceptLineItem };
}

interface Configured {
  readonly pack: CoursePack;
  readonly configuration: Configuration;
  readonly placed: PlacedLab;
}

/** A choice, checked against its pack, in the version that the instructor saw. @throws PACK_UNKNOWN and the errors of `configurationErrors` */
async function configuredLab({ packs, ids }: PageDeps, { launch }: PersonSession, lab: ChosenLab): Promise<Configured> {
  const { pack } = await packs.get(lab.packId, lab.packVersion);
  const configuration = { id: configurationIdSchema.parse(ids.next()), ...decideConfiguration(pack, lab) };
  const language = lab.language ?? launch.language ?? 'ko';
  const { title, summary } = pack.manifest;
  const { points, availableFrom, availableUntil, dueAt } = configuration;
  return { pack, configuration, placed: { packId: configuration.packId, configurationId: configuration.id, title: lab.title?.trim() || title[language], text: summary[language], points, availableFrom, availableUntil, dueAt, language } };
}

/** What the platform gets, in the words of the page. */
function itemView({ title, text, lineItem, available, submission }: ContentItem): PlacedItemView {
  const date = (iso: string | undefined): Date | null => (iso === undefined ? null : new Date(iso));
  return { title, text, points: lineItem?.scoreMaximum ?? null, availableFrom: date(available?.startDateTime), availableUntil: date(available?.endDateTime), dueAt: date(submission?.endDateTime) };
}

/**
 * Gives the activity the instructor stands in a lab, or other steps, points and dates of the one it has. Scores are worked out
 * anew for whoever has begun.
 * @throws CONFIGURATION_IN_USE when learners have begun another lab
 */
async function configureActivity(deps: PageDeps, session: Session, lab: ChosenLab): Promise<boolean> {
  const place = inActivity(session, 'instructor');
  const { configuration } = await configuredLab(deps, place, lab);
  await deps.sql.transaction(async (tx) => {
    await keepConfiguration(tx, place, configuration, deps.clock.now());
    if (!(await configureLink(tx, place, configuration))) throw failConfiguration('CONFIGURATION_IN_USE');
    await noteAct(deps, tx, { institutionId: place.institutionId, actor: actorName(session), action: 'activity.configured', target: place.resourceLinkId, detail: `${configuration.packId}@${configuration.packVersion}: ${configuration.stepIds.join(' ')}; ${configuration.points} points` });
    for (const learner of await learnersWithLabs(tx, place)) {
      await deps.emit(tx, { institutionId: place.institutionId, courseId: place.courseId, resourceLinkId: place.resourceLinkId, personId: personIdSchema.parse(learner), labId: null }, { type: 'activity.configured', points: configuration.points });
    }
  });
  return true;
}
