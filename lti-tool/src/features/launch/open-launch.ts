import { z } from 'zod';
import { actorSchema, type Actor } from '../../domain/actor.ts';
import { actorsOf } from '../../domain/actors-of-roles.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { Tell } from '../../ports/emit.ts';
import { errorsOf } from '../../errors.ts';
import { sessionIdSchema, type SessionId } from '../../domain/ids.ts';
import { launchFactsSchema, type LaunchFacts } from '../../domain/launch-facts.ts';
import { HOUR_MILLISECONDS, sessionLimits } from '../../domain/session-limits.ts';
import type { Sql } from '../../ports/sql.ts';
import { launchErrors } from './launch-errors.ts';
import { launchToWork } from './launch-to-work.ts';
import { readTicket, secretMatches, secretNameOf, type LaunchTicket, type StateKeys } from './launch-state.ts';
import { bindLaunch, insertLaunch, waitingLaunch } from './launch-store.ts';
import type { ValidLaunch } from './validate-launch.ts';

const fail = errorsOf(launchErrors);

type Page = 'lab' | 'class' | 'choose' | 'observe';

/** Makes the secret of a session and knows the cookie it travels in. */
interface SessionSecrets {
  make(): { readonly secret: string; readonly hash: Buffer };
  cookieName(sessionId: string): string;
  cookie(sessionId: string, secret: string, maxAgeSeconds: number): string;
}

export interface OpenDeps extends StateKeys {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: SessionSecrets;
  /** Tells open pages of the class. */
  readonly tell: Tell;
}

export interface OpenedLaunch {
  readonly sessionId: SessionId;
  readonly secret: string;
  readonly page: Page;
}

/**
 * Opens the session of a valid launch, and writes person, course, activity, enrolment and the event with it.
 * @param proven whether the browser has shown the launch's secret; else the session waits for `proveBrowser`
 * @throws LAUNCH_REPLAYED, LAUNCH_WORK_UNKNOWN
 */
export async function openLaunch(deps: OpenDeps, valid: ValidLaunch, proven: boolean): Promise<OpenedLaunch> {
  const launch = await launchToWork(deps.sql, valid);
  const actors = actorsOf(launch.roles);
  const now = deps.clock.now();
  const sessionId = sessionIdSchema.parse(deps.ids.next());
  const { secret, hash } = deps.secrets.make();
  const facts = factsOf({ ...valid, launch }, actors, proven);
  const opened = await insertLaunch(deps.sql, {
    launch, facts, actors, now,
    institutionId: valid.institutionId,
    platformId: valid.registration.platformId,
    newDeployment: !valid.registration.deployments.has(launch.deploymentId),
    nonce: valid.state.nonce,
    session: { id: sessionId, secretHash: hash, expiresAt: new Date(now.getTime() + sessionLimits.firstHours * HOUR_MILLISECONDS), bound: proven },
    newIds: { person: deps.ids.next(), course: deps.ids.next(), link: deps.ids.next(), event: deps.ids.next() },
  });
  if (opened === undefined) throw fail('LAUNCH_REPLAYED', { detail: `nonce of ${valid.registration.issuer}` });
  // After the launch is kept and not with it: PostgreSQL lets transactions that notify reach the disk only one after another, and a class
  // that starts together would queue for it.
  if (opened.place.resourceLinkId !== null) deps.tell(opened.place);
  return { sessionId, secret, page: pageOf(actors, facts.messageType, opened.hasPack) };
}

/**
 * The browser shows the secret it kept with the platform: the launch that waited for it opens.
 * @throws LAUNCH_STATE_INVALID, LAUNCH_STATE_EXPIRED, LAUNCH_BROWSER_MISMATCH, LAUNCH_REPLAYED
 */
export async function proveBrowser(deps: OpenDeps, proof: { readonly ticket: string; readonly secret: string }): Promise<OpenedLaunch> {
  const ticket = await readTicket(deps, proof.ticket);
  if (!secretMatches(proof.secret, ticket.secretHash)) throw fail('LAUNCH_BROWSER_MISMATCH', { detail: 'the secret is another' });
  return bind(deps, ticket);
}

/** What a person confirms in a window of its own. @throws LAUNCH_STATE_INVALID, LAUNCH_STATE_EXPIRED, LAUNCH_REPLAYED */
export async function launchToConfirm(deps: OpenDeps, ticket: string): Promise<{ readonly name: string | null; readonly title: string | null }> {
  const waiting = await waitingLaunch(deps.sql, (await readTicket(deps, ticket)).sessionId);
  if (waiting === undefined) throw fail('LAUNCH_REPLAYED', { detail: 'the launch is not waiting' });
  return waiting;
}

/**
 * The person confirmed by a click on our own page that the launch is theirs: what is left where a browser keeps neither
 * cookie nor storage in a frame.
 * @throws LAUNCH_STATE_INVALID, LAUNCH_STATE_EXPIRED, LAUNCH_REPLAYED
 */
export async function confirmLaunch(deps: OpenDeps, ticket: string): Promise<OpenedLaunch> {
  return bind(deps, await readTicket(deps, ticket));
}

async function bind(deps: OpenDeps, { sessionId }: LaunchTicket): Promise<OpenedLaunch> {
  const { secret, hash } = deps.secrets.make();
  const bound = await bindLaunch(deps.sql, { id: sessionId, secretHash: hash }, deps.clock.now());
  if (bound === undefined) throw fail('LAUNCH_REPLAYED', { detail: 'the launch is not waiting' });
  const { messageType } = launchFactsSchema.parse(bound.launch);
  return { sessionId, secret, page: pageOf(z.array(actorSchema).parse(bound.actors), messageType, bound.has_pack) };
}

/**
 * Where a launch leads. An activity without a lab (none named, or one this server does not have) opens for its
 * instructor on the choice of labs; a learner reads on the lab page that there is none yet.
 */
function pageOf(actors: readonly Actor[], messageType: LaunchFacts['messageType'], hasPack: boolean): Page {
  if (actors.includes('observer')) return 'observe';
  if (messageType === 'LtiDeepLinkingRequest') return 'choose';
  if (!actors.includes('instructor')) return 'lab';
  return hasPack ? 'class' : 'choose';
}

/** @param proven by a cookie; else it is the platform's storage that keeps the secret, where it offers one */
function factsOf({ launch, state, stateToken }: ValidLaunch, actors: readonly Actor[], proven: boolean): LaunchFacts {
  const { messageType, deploymentId, returnUrl, locale, language, deepLinking, reviewedSubject } = launch;
  const observedSubjects = actors.includes('observer') ? launch.observedSubjects : undefined;
  const storage = proven || state.storageTarget === undefined ? undefined : { key: secretNameOf(stateToken), target: state.storageTarget, secretHash: state.secretHash };
  // JSON leaves undefined members out, which is what the schema's optional members mean
  return launchFactsSchema.parse(JSON.parse(JSON.stringify({ messageType, deploymentId, returnUrl, locale, language, deepLinking, reviewedSubject, observedSubjects, storage })));
}
