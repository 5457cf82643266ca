import { startLocalLms, type LocalLms, type LocalLmsOptions } from '@cloudclass/local-lms';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { createEmit, createEmitAll, notifyChange } from '../src/adapters/postgres/outbox.ts';
import { randomIds, systemClock, type Clock } from '../src/ports/clock.ts';
import { domainEventSchema, type DomainEvent } from '../src/domain/events.ts';
import { createGradeSender, type GradeSenderDeps } from '../src/features/grades/grade-sender.ts';
import { gradeAt, type GradePlace } from '../src/features/grades/grade-store.ts';
import { queueGrade } from '../src/features/grades/queue-grade.ts';
import type { GradeState } from '../src/features/grades/grade-state.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { courseIdSchema, institutionIdSchema, personIdSchema, platformIdSchema, resourceLinkIdSchema, type CourseId, type PlatformId } from '../src/domain/ids.ts';
import { maybeOne, one } from '../src/ports/sql.ts';
import { LaunchBrowser } from '@cloudclass/local-browser/launch-browser';
import { outbound, sealer, startLaunchServer, type LaunchServer } from './launch-server.ts';

type Services = ReturnType<typeof createPlatformServices>;

/** A clock that can be put forward; it begins with the present. The LMS, and tokens for it, keep to the real one. */
export interface MovableClock extends Clock {
  forward(seconds: number): void;
}

export function movableClock(): MovableClock {
  let ahead = 0;
  return { now: () => new Date(Date.now() + ahead), forward: (seconds) => { ahead += seconds * 1000; } };
}

/** The tool's services and a local LMS, joined by a registration. */
export interface GradesWorld {
  readonly server: LaunchServer;
  readonly lms: LocalLms;
  readonly services: Services;
  readonly deps: Omit<GradeSenderDeps, 'services'> & { readonly services: Services; readonly emit: ReturnType<typeof createEmit>; readonly notify: typeof notifyChange };
  readonly clock: MovableClock;
  readonly platformId: PlatformId;
  /** Services of another process: its own connections, nothing in memory. */
  anotherProcess(): Services;
  close(): Promise<void>;
}

export async function startGradesWorld(options: Pick<LocalLmsOptions, 'extraLearners' | 'product'> = {}): Promise<GradesWorld> {
  const server = await startLaunchServer();
  const clock = movableClock();
  const lms = await startLocalLms({ port: 0, toolUrl: server.url, ...options });
  const { deploymentId, ...registration } = lms.registration;
  const platformId = platformIdSchema.parse(await addPlatform({ sql: server.made.database, ids: randomIds }, { institution: 'Haneul University', ...registration, deploymentIds: [deploymentId] }));
  const opened: Services[] = [];
  const anotherProcess = (): Services => {
    const services = createPlatformServices({ databaseUrl: server.made.url, sealer, outbound, clock: systemClock, sign: server.toolKeys.sign, allowPrivateAddresses: true });
    opened.push(services);
    return services;
  };
  const services = anotherProcess();
  const ids = randomIds;
  return {
    server, lms, services, clock, platformId, anotherProcess,
    deps: { sql: server.made.database, clock, ids, services, publicUrl: server.url, emit: createEmit({ clock, ids }), emitAll: createEmitAll({ clock, ids }), notify: notifyChange, jitter: () => 0, onFailed: () => {} },
    async close() {
      await Promise.all(opened.map((one) => one.close()));
      await lms.close();
      await server.close();
    },
  };
}

export type LaunchedPlace = GradePlace & { readonly courseId: CourseId; readonly subject: string };

/** Launches as a person of the LMS and says where they are. */
export async function launchedInto({ lms, server }: GradesWorld, personId: string, { course = '101', activity = 's3-static-site' } = {}): Promise<LaunchedPlace> {
  const browser = new LaunchBrowser();
  await browser.post(`${lms.url}/sign-in`, { person: personId, back: '/dashboard' });
  await browser.open(`${lms.url}/courses/${course}/activities/${activity}/launch?target=iframe`);
  const row = await one<Record<'institution_id' | 'resource_link_id' | 'course_id' | 'id', string>>(
    server.made.database,
    'select s.institution_id, s.resource_link_id, s.course_id, p.id from session s join person p on p.id = s.person_id where p.subject = $1 order by s.created_at desc limit 1',
    [personId],
  );
  return {
    institutionId: institutionIdSchema.parse(row.institution_id),
    resourceLinkId: resourceLinkIdSchema.parse(row.resource_link_id),
    personId: personIdSchema.parse(row.id),
    courseId: courseIdSchema.parse(row.course_id),
    subject: personId,
  };
}

export function queueScore({ deps }: GradesWorld, place: LaunchedPlace, points: number, scoredAt = deps.clock.now()): Promise<boolean> {
  return deps.sql.transaction((tx) => queueGrade(deps, tx, { ...place, labId: null, points, maximum: 100, complete: points === 100, labRuns: true, scoredAt }));
}

/** Sends all that is due now. */
export async function sendDue({ deps }: GradesWorld, changed: Partial<GradeSenderDeps> = {}): Promise<void> {
  const sender = createGradeSender({ ...deps, ...changed });
  await sender.begin();
  await sender.settled();
}

export const stateOf = async ({ deps }: GradesWorld, place: GradePlace): Promise<GradeState | undefined> => (await gradeAt(deps.sql, place))?.state;

export async function lastEvent({ deps }: GradesWorld, type: string): Promise<DomainEvent | undefined> {
  const row = await maybeOne<{ event: unknown }>(deps.sql, 'select event from event_outbox where type = $1 order by seq desc limit 1', [type]);
  return row === undefined ? undefined : domainEventSchema.parse(row.event);
}

/** A token of the tool for one scope, got by hand. */
export async function tokenFor({ lms, server }: GradesWorld, scope: string): Promise<string> {
  const { clientId, tokenUrl } = lms.registration;
  const iat = Math.floor(Date.now() / 1000);
  const assertion = await server.toolKeys.sign({ iss: clientId, sub: clientId, aud: tokenUrl, jti: randomIds.next(), iat, exp: iat + 60 });
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion, scope: `https://purl.imsglobal.org/spec/lti-ags/scope/${scope}` }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Where an activity's grades go. */
export const agsOf = async ({ deps }: GradesWorld, place: GradePlace) =>
  (await one<{ ags: { lineitem: string; lineitems: string } }>(deps.sql, 'select ags from resource_link where id = $1', [place.resourceLinkId])).ags;

/** What the gradebook of the LMS holds, read as the tool may read it. */
export async function inGradebook(world: GradesWorld, place: LaunchedPlace): Promise<number | undefined> {
  const results = new URL((await agsOf(world, place)).lineitem);
  results.pathname += '/results';
  results.searchParams.set('user_id', place.subject);
  const response = await fetch(results, { headers: { authorization: `Bearer ${await tokenFor(world, 'result.readonly')}`, accept: 'application/vnd.ims.lis.v2.resultcontainer+json' } });
  return ((await response.json()) as { resultScore?: number }[])[0]?.resultScore;
}
