import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { sessionIdSchema, type PlatformId } from '../src/domain/ids.ts';
import { institutionNamed, addPlatform } from '../src/features/identity/platform-registry.ts';
import { claim } from '../src/features/launch/claims.ts';
import { readLaunch, type Launch } from '../src/features/launch/launch-claims.ts';
import { insertLaunch } from '../src/features/launch/launch-store.ts';
import { randomIds } from '../src/ports/clock.ts';
import { one, type Sql } from '../src/ports/sql.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

const INSTITUTION = 'Haneul University';
const DEPLOYMENT = 'deployment-1';

let made: MigratedDatabase;
let platformId: PlatformId;

beforeAll(async () => {
  made = await migratedDatabase();
  platformId = await addPlatform({ sql: made.database, ids: randomIds }, {
    institution: INSTITUTION, issuer: 'https://lms.test', clientId: 'cloudclass', deploymentIds: [DEPLOYMENT],
    authorizationUrl: 'https://lms.test/auth', tokenUrl: 'https://lms.test/token', jwksUrl: 'https://lms.test/jwks',
  });
});
afterAll(() => made.close());

function launchOf(learner: number): Launch {
  const read = readLaunch({
    sub: `learner-${learner}`, name: `Learner ${learner}`,
    [claim.messageType]: 'LtiResourceLinkRequest', [claim.deploymentId]: DEPLOYMENT, [claim.roles]: [],
    [claim.context]: { id: 'course-1', title: 'Cloud computing' }, [claim.resourceLink]: { id: 'link-1', title: 'Static site' },
  });
  if ('problem' in read) throw new Error(read.problem);
  return read.launch;
}

async function launchOnce(sql: Sql, learner: number): Promise<void> {
  const now = new Date();
  await insertLaunch(sql, {
    launch: launchOf(learner), facts: { messageType: 'LtiResourceLinkRequest', deploymentId: DEPLOYMENT }, actors: ['learner'], now, platformId, newDeployment: false, nonce: randomUUID(),
    institutionId: await institutionNamed({ sql, ids: randomIds }, { name: INSTITUTION }),
    session: { id: sessionIdSchema.parse(randomUUID()), secretHash: createHash('sha256').update(String(learner)).digest(), expiresAt: new Date(now.getTime() + 60_000), bound: true },
    newIds: { person: randomUUID(), course: randomUUID(), link: randomUUID(), event: randomUUID() },
  });
}

/** Rows that statements have read by going through these tables from end to end. */
async function rowsReadInPassing(sql: Sql, tables: readonly string[]): Promise<number> {
  const { rows } = await one<{ rows: string }>(sql, 'select sum(seq_tup_read) as rows from pg_stat_user_tables where relname = any ($1)', [tables]);
  return Number(rows);
}

describe('launches on a connection that began when there was nobody yet', () => {
  test('go through no table that grows with them: the hundredth costs what the first did', async () => {
    const growing = ['session', 'person', 'enrolment', 'event_outbox'];
    const before = await rowsReadInPassing(made.database, growing);
    await made.database.transaction(async (connection) => {
      for (let learner = 1; learner <= 100; learner += 1) await launchOnce(connection, learner);
      // counters are else told at leisure (PostgreSQL manual, "The Cumulative Statistics System")
      await connection.query('select pg_stat_force_next_flush()');
    });
    expect(await one(made.database, 'select count(*)::integer as sessions from session')).toEqual({ sessions: 100 });
    expect(await rowsReadInPassing(made.database, growing) - before).toBe(0);
  });
});
