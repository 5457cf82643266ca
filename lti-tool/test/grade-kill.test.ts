import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { personIdSchema } from '../src/domain/ids.ts';
import { one } from '../src/ports/sql.ts';
import { agsOf, launchedInto, queueScore, startGradesWorld, type GradesWorld, type LaunchedPlace } from './grades-world.ts';

const LEARNERS = 240;
const KILLS = 3;
const BUILT_SERVER = join(import.meta.dirname, '../dist/src/main.js');
let world: GradesWorld;
let folder: string;
let worker: ChildProcess | undefined;

beforeAll(async () => {
  if (!existsSync(BUILT_SERVER)) throw new Error('the server is not built: npm run typecheck builds it');
  world = await startGradesWorld({ extraLearners: LEARNERS });
  folder = mkdtempSync(join(tmpdir(), 'cloudclass-kill-'));
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

/** The jobs role as it is built, in a process of its own. */
function startWorker(): ChildProcess {
  const env = {
    PATH: process.env.PATH, DATABASE_URL: world.server.made.url, SEALING_KEY: Buffer.alloc(32, 7).toString('base64'), ALLOW_PRIVATE_ADDRESSES: 'true',
    PORT: '0', POOL_SIZE: '0', LOG_LEVEL: 'silent', WAREHOUSE_DIR: folder, PUBLIC_URL: world.server.url, AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x',
  };
  return fork(BUILT_SERVER, ['--roles', 'jobs'], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 50_000; Date.now() < deadline; await pause(50)) if (await condition()) return;
  throw new Error('it did not come to pass in time');
}

const sentSoFar = async (): Promise<number> => Number((await one<{ n: string }>(world.deps.sql, `select count(*) as n from event_outbox where type = 'grade.sent'`)).n);

/** A class whose members the LMS knows. */
async function classOf(place: LaunchedPlace): Promise<LaunchedPlace[]> {
  const rows = await world.deps.sql.query<{ id: string; subject: string }>(
    `insert into person (id, institution_id, platform_id, subject) select gen_random_uuid(), $1, $2, (1020 + n)::text from generate_series(1, $3) n on conflict do nothing returning id, subject`,
    [place.institutionId, world.platformId, LEARNERS - 10],
  );
  return rows.map(({ id, subject }) => ({ ...place, personId: personIdSchema.parse(id), subject }));
}

/** Everybody's points in the gradebook, by their id there. */
async function gradebook(place: LaunchedPlace): Promise<Map<string, number | undefined>> {
  const points = new Map<string, number | undefined>();
  for await (const part of world.services.listResults({ platformId: world.platformId, lineItemUrl: (await agsOf(world, place)).lineitem })) {
    if (part.kind === 'page') part.results.forEach((result) => points.set(result.userId, result.points));
  }
  return points;
}

test(`a class whose sender is killed ${KILLS} times in the middle has each learner's last score in the gradebook, exactly`, async () => {
  const place = await launchedInto(world, '1001');
  const people = await classOf(place);
  const last = new Map<string, number>();
  const scoreEverybody = async (round: number): Promise<void> => {
    await Promise.all(people.map((person, index) => {
      const points = 1 + ((index * 7 + round * 13) % 99);
      last.set(person.subject, points);
      return queueScore(world, person, points, new Date());
    }));
  };
  world.lms.faults.add({ services: ['scores'], fault: { kind: 'slow', delayMs: 5 } });
  for (let kill = 0; kill < KILLS; kill += 1) {
    await scoreEverybody(kill);
    const before = await sentSoFar();
    const current = startWorker();
    worker = current;
    await until(async () => (await sentSoFar()) >= before + 20);
    const dead = once(current, 'exit');
    current.kill('SIGKILL');
    await dead;
  }
  worker = startWorker();
  await until(async () => (await world.deps.sql.query(`select 1 from grade where status <> 'sent' limit 1`)).length === 0);
  expect(new Map([...(await gradebook(place))].filter(([subject]) => last.has(subject)))).toEqual(last);
}, 90_000);
