import { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations';
import { createCloudFormationProvisioner } from '@cloudclass/cloudformation';
import { startLocalAws, type LocalAws } from '@cloudclass/local-aws';
import { loadPack } from '@cloudclass/plugin-loader';
import type { AwsAccountId, CoursePack } from '@cloudclass/plugin-contract';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createLabAccounts } from '../src/adapters/aws/lab-accounts.ts';
import { ensureOrganization } from '../src/adapters/aws/organization.ts';
import type { AwsSettings } from '../src/adapters/aws/settings.ts';
import { schedule } from '../src/adapters/jobs/job-runner.ts';
import type { Database } from '../src/adapters/postgres/database.ts';
import { createEmit, notifyChange } from '../src/adapters/postgres/outbox.ts';
import { randomIds, systemClock, type Clock } from '../src/ports/clock.ts';
import { domainEventSchema, type DomainEvent, type EventType } from '../src/domain/events.ts';
import { listAccounts } from '../src/features/labs/account-store.ts';
import { findLab, latestLab, type Lab } from '../src/features/labs/lab-store.ts';
import { createAccountMaker } from '../src/features/labs/make-accounts.ts';
import type { LabAccounts } from '../src/features/labs/ports.ts';
import { provisionLab, type ProvisionDeps } from '../src/features/labs/provision-lab.ts';
import { recycleLab, type RecycleDeps } from '../src/features/labs/recycle-lab.ts';
import { requestLab, type Learner } from '../src/features/labs/request-lab.ts';
import { publishPack } from '../src/composition/publish-pack.ts';
import { createPacks, packLookup, type Packs } from '../src/features/packs/packs.ts';
import { courseIdSchema, institutionIdSchema, personIdSchema, resourceLinkIdSchema, type LabId } from '../src/domain/ids.ts';
import type { JudgeDeps } from '../src/use-cases/judge-lab.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

export const ACTIVITY_STREAM = 'activity';

/** The same world some time later, for the use cases; AWS's own clock goes as it goes. */
export function later<World extends { readonly clock: Clock }>(world: World, minutes: number): World {
  return { ...world, clock: { now: () => new Date(Date.now() + minutes * 60_000) } };
}

/** What the use cases of labs are given, on a real database and the local AWS endpoint. */
export interface LabWorld extends ProvisionDeps, RecycleDeps, JudgeDeps {
  readonly accounts: LabAccounts;
  readonly aws: LocalAws;
  readonly awsSettings: AwsSettings;
  readonly made: MigratedDatabase;
  readonly sql: Database;
  readonly packs: Packs;
  readonly pack: CoursePack;
  /** How many accounts there may be. */
  readonly poolMaximum: number;
  readonly pseudonymOf: (personId: string) => string;
  close(): Promise<void>;
}

export interface LabWorldOptions {
  /** How long AWS takes for an account. */
  readonly accountSeconds?: number;
  /** The folder of the pack. */
  readonly folder?: string;
}

/** Starts a database and an AWS organization of one's own, with one course pack published. */
export async function startLabWorld(poolMaximum = 20, { accountSeconds = 0, folder = 's3-static-site' }: LabWorldOptions = {}): Promise<LabWorld> {
  const clock = systemClock;
  const [made, aws] = await Promise.all([migratedDatabase(), startLocalAws({ port: 0, activityStream: ACTIVITY_STREAM, provisionDelayMs: 5, accountDelayMs: accountSeconds * 1_000 })]);
  const sql = made.database;
  const awsSettings: AwsSettings = {
    region: 'us-east-1',
    endpoint: aws.url,
    credentials: aws.managementCredentials,
    federationUrl: `${aws.url}/federation`,
    consoleUrl: `${aws.url}/console`,
    issuerUrl: 'http://127.0.0.1:3000',
    accountMailbox: 'lab@accounts.cloudclass.invalid',
  };
  await ensureOrganization({ endpoint: aws.url, credentials: aws.managementCredentials });
  const accounts = createLabAccounts(awsSettings, clock);
  const packs = createPacks(sql);
  const pack = await publishedPack(sql, clock, folder);
  return {
    aws, awsSettings, made, sql, clock, accounts, packs, pack, schedule, poolMaximum,
    ids: randomIds,
    emit: createEmit({ clock, ids: randomIds }),
    notify: notifyChange,
    provisioner: createCloudFormationProvisioner({ endpoint: aws.url }),
    packOf: packLookup(packs),
    pause: () => pause(5),
    pseudonymOf: (personId) => `learner-${personId.slice(0, 8)}`,
    learnerRoleArn: (accountId) => `arn:aws:iam::${accountId}:role/cloudclass-learner`,
    async close() {
      await aws.close();
      await made.close();
    },
  };
}

async function publishedPack(sql: Database, clock: Clock, folder: string): Promise<CoursePack> {
  const loaded = await loadPack(join(import.meta.dirname, '../../course-packs', folder));
  if (!loaded.ok) throw new Error(`the course pack has faults: ${JSON.stringify(loaded.faults)}`);
  await publishPack({ sql, clock, ids: randomIds }, loaded.pack, 'test');
  return loaded.pack;
}

/** Puts a learner into an activity of a course of their own. */
export async function newLearner({ sql, pack }: Pick<LabWorld, 'sql' | 'pack'>): Promise<Learner> {
  const ids = { institution: randomUUID(), platform: randomUUID(), course: randomUUID(), link: randomUUID(), person: randomUUID() };
  await sql.query('insert into institution (id, slug, name) values ($1, $2, $2)', [ids.institution, ids.institution]);
  await sql.query(
    `insert into platform (id, institution_id, issuer, client_id, authorization_url, token_url, jwks_url) values ($1, $2, $3, 'c', 'https://lms.test/a', 'https://lms.test/t', 'https://lms.test/k')`,
    [ids.platform, ids.institution, `https://lms.test/${ids.platform}`],
  );
  await sql.query(`insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title) values ($1, $2, $3, '1', 'course', 'Cloud 101')`, [ids.course, ids.institution, ids.platform]);
  await sql.query(
    `insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, pack_id, pack_version) values ($1, $2, $3, 'link', 'Static site', $4, $5)`,
    [ids.link, ids.institution, ids.course, pack.manifest.id, pack.manifest.version],
  );
  await sql.query(`insert into person (id, institution_id, platform_id, subject, name) values ($1, $2, $3, 'learner', 'Min-ji')`, [ids.person, ids.institution, ids.platform]);
  return {
    institutionId: institutionIdSchema.parse(ids.institution),
    courseId: courseIdSchema.parse(ids.course),
    resourceLinkId: resourceLinkIdSchema.parse(ids.link),
    personId: personIdSchema.parse(ids.person),
  };
}

/** Presses Start as a learner with credit enough. */
export async function requested(world: LabWorld, learner: Learner): Promise<LabId> {
  await requestLab({ ...world, holdCredit: async () => {} }, learner, world.pack);
  const lab = await latestLab(world.sql, learner);
  if (lab === undefined) throw new Error('the lab was not requested');
  return lab.id;
}

/** A lab that must be there. */
export async function labAt(world: Pick<LabWorld, 'sql'>, id: LabId): Promise<Lab> {
  const lab = await findLab(world.sql, id);
  if (lab === undefined) throw new Error(`there is no lab ${id}`);
  return lab;
}

/** Provisions a lab as the jobs do: a run that leaves the rest to a later one is followed by it, and an account that it waits for is made. */
export async function broughtUp(world: LabWorld, id: LabId): Promise<Lab> {
  for (let made = true; ;) {
    await provisionLab(world, id);
    const lab = await labAt(world, id);
    if (lab.state.status === 'requested' && made) made = await accountsMade(world);
    else if (lab.state.status !== 'provisioning') return lab;
  }
}

/** Has accounts made for who waits, and so many more, as long as the pool may grow. @returns whether one joined the pool */
export async function accountsMade(world: LabWorld, ready = 0): Promise<boolean> {
  const size = async (): Promise<number> => (await listAccounts(world.sql)).length;
  const before = await size();
  const maker = createAccountMaker({ ...world, pool: { ready, maximum: world.poolMaximum }, onProblem: (_request, error) => { throw error; } });
  for (let seen = -1; seen !== await size();) {
    seen = await size();
    await maker.begin();
    await maker.settled();
  }
  return await size() > before;
}

/** An account that is the pool's at AWS, and in no database. */
export async function newAccount({ accounts }: LabWorld): Promise<AwsAccountId> {
  const made = await accounts.askForAccount(randomUUID());
  if (made.status !== 'made') throw new Error(`AWS did not make an account at once: ${made.status}`);
  await accounts.takeIn(made.accountId);
  return made.accountId;
}

/** Every account that AWS has made for a pool. */
export async function accountsInAws({ aws }: Pick<LabWorld, 'aws'>): Promise<string[]> {
  const client = new OrganizationsClient({ endpoint: aws.url, region: 'us-east-1', credentials: aws.managementCredentials });
  const ids: string[] = [];
  for await (const page of paginateListAccounts({ client }, {})) ids.push(...(page.Accounts ?? []).flatMap(({ Id, Name }) => (Id !== undefined && Name?.startsWith('cloudclass-') === true ? [Id] : [])));
  client.destroy();
  return ids.toSorted();
}

/** Takes a lab down as the jobs do: a run that leaves the rest to a later one is followed by it. */
export async function takenDown(world: RecycleDeps, id: LabId): Promise<void> {
  for (;;) {
    await recycleLab(world, id);
    const queued = await world.sql.query(`delete from graphile_worker._private_jobs where key = $1 and locked_at is null returning 1`, [`recycle-lab:${id}:later`]);
    if (queued.length === 0) return;
  }
}

/** The events of a lab of one type, oldest first. */
export async function eventsOf({ sql }: Pick<LabWorld, 'sql'>, labId: LabId, type: EventType): Promise<DomainEvent[]> {
  const rows = await sql.query<{ event: unknown }>('select event from event_outbox where lab_id = $1 and type = $2 order by seq', [labId, type]);
  return rows.map((row) => domainEventSchema.parse(row.event));
}

/** Runs work as a job is run: once more when it fails, a few times. */
export async function asJob(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** Waits for a condition. @throws Error when it does not come about within fifteen seconds */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within fifteen seconds: ${what}`);
    await pause(10);
  }
}

export class Killed extends Error {}

/**
 * Wraps a port so that the process "dies" right after the n-th call took effect, counted over every port that shares the counter:
 * the call was made, whoever made it never hears of it.
 */
export function dyingAfter<Port extends object>(port: Port, calls: { left: number }): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const outcome: unknown = Reflect.apply(member, target, args);
        if (!(outcome instanceof Promise)) return outcome;
        return outcome.then((value: unknown) => {
          calls.left -= 1;
          if (calls.left === 0) throw new Killed('killed');
          return value;
        });
      };
    },
  });
}
