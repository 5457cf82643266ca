import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { creditOf, findViolations } from '@cloudclass/billing';
import type { Provisioner } from '@cloudclass/plugin-contract';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { startJobs } from '../src/composition/jobs.ts';
import { createServices, type Services } from '../src/composition/services.ts';
import { parseConfig } from '../src/config.ts';
import { listAccounts } from '../src/features/labs/account-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import { requestLab, type Learner } from '../src/features/labs/request-lab.ts';
import { labIdSchema } from '../src/domain/ids.ts';
import { holdCreditFor } from '../src/use-cases/lab-credit.ts';
import { startLabWorld, type LabWorld } from './lab-world.ts';
import { holderOf, payingClass } from './paying-learner.ts';

// `CLASS_SIZE=300 POOL=20 npm run -s jest -- lti-tool/test/class-start` is a lecture hall, and prints how long it took; with
// `STACK_SECONDS=60 CALL_MILLISECONDS=250 ACCOUNT_SECONDS=60` AWS takes as long as it does, and `READY=300` has accounts made before anybody comes
const SIZE = Number(process.env.CLASS_SIZE ?? 12);
const POOL = Number(process.env.POOL ?? 4);
const STACK_SECONDS = Number(process.env.STACK_SECONDS ?? 0);
const CALL_MILLISECONDS = Number(process.env.CALL_MILLISECONDS ?? 0);
const ACCOUNT_SECONDS = Number(process.env.ACCOUNT_SECONDS ?? 0);
const READY = Number(process.env.READY ?? 1);
const DEADLINE_MILLISECONDS = 15_000 + SIZE * (4_000 + 1_000 * (STACK_SECONDS + ACCOUNT_SECONDS));

let world: LabWorld;
let services: Services;
let jobs: { close(): Promise<void> };
let learners: Learner[];
const folder = mkdtempSync(join(tmpdir(), 'cloudclass-class-'));
const figures: Record<string, number> = {};

beforeAll(async () => {
  world = await startLabWorld(POOL, { accountSeconds: ACCOUNT_SECONDS });
  // the SDK finds a process's own keys in its environment
  process.env.AWS_ACCESS_KEY_ID = world.aws.managementCredentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = world.aws.managementCredentials.secretAccessKey;
  const config = parseConfig({
    DATABASE_URL: world.made.url, SEALING_KEY: Buffer.alloc(32).toString('base64'), AWS_ENDPOINT_URL: world.aws.url, AWS_REGION: 'us-east-1',
    AWS_FEDERATION_URL: `${world.aws.url}/federation`, POOL_SIZE: String(READY), POOL_MAXIMUM: String(POOL), WAREHOUSE_DIR: folder,
  });
  services = await createServices(config, pino({ level: 'silent' }));
  learners = await payingClass(world, SIZE);
  jobs = await startJobs({ ...services, provisioner: asSlowAsAws(building(services.provisioner)), accounts: asSlowAsAws(services.accounts) });
  if (READY > 1) await soon('accounts that are made ahead', async () => (await listAccounts(world.sql)).length >= Math.min(READY, POOL));
}, DEADLINE_MILLISECONDS);
afterAll(async () => {
  await jobs.close();
  await services.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
  if (process.env.CLASS_SIZE !== undefined) process.stdout.write(`${SIZE} learners, ${POOL} accounts: ${JSON.stringify(figures)}\n`);
});

/** Stacks take as long as they are told to, whatever is in them. */
function building(provisioner: Provisioner): Provisioner {
  const asked = new Map<string, number>();
  return {
    ...provisioner,
    async create(request) {
      asked.set(request.token, asked.get(request.token) ?? performance.now());
      await provisioner.create(request);
    },
    async describe(access, token) {
      const age = performance.now() - (asked.get(token) ?? performance.now());
      return asked.has(token) && age < STACK_SECONDS * 1_000 ? { status: 'creating', resources: [] } : provisioner.describe(access, token);
    },
  };
}

/** Every call takes a while to answer, as over a network. */
function asSlowAsAws<Calls extends object>(calls: Calls): Calls {
  if (CALL_MILLISECONDS === 0) return calls;
  return new Proxy(calls, {
    get(target, name) {
      const call: unknown = Reflect.get(target, name);
      return typeof call === 'function' && !/Arn$|Access$/.test(String(name)) ? async (...given: unknown[]): Promise<unknown> => { await pause(CALL_MILLISECONDS); return Reflect.apply(call, target, given); } : call;
    },
  });
}

/** How many labs there are in each state. */
async function counted(): Promise<Readonly<Record<string, number>>> {
  const rows = await world.sql.query<{ status: string; labs: number }>('select status, count(*)::int as labs from lab group by status');
  return Object.fromEntries(rows.map(({ status, labs }) => [status, labs]));
}

/** Presses Start, and once more when the server says that it is too busy, as a person does. */
async function press(learner: Learner): Promise<void> {
  for (;;) {
    try {
      return await requestLab({ ...services, holdCredit: (tx, lab) => holdCreditFor(services, tx, lab, world.pack.manifest.product) }, learner, world.pack);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('timeout exceeded when trying to connect')) throw error;
      figures['pressed again'] = (figures['pressed again'] ?? 0) + 1;
    }
  }
}

/** Milliseconds that some work took, under a name. */
async function timed(name: string, work: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  await work();
  figures[name] = Math.round(performance.now() - begun);
}

async function soon(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MILLISECONDS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} has not come about: ${JSON.stringify(await counted())}`);
    await pause(50);
  }
}

test('everybody who presses Start at the same moment has a lab and its credit held, and as many work as there are accounts', async () => {
  await timed('requested', async () => void (await Promise.all(learners.map(press))));
  await timed('pool is at work', () => soon('a full pool', async () => (await counted()).ready === POOL));
  await soon('the others wait', async () => (await world.sql.query(`select 1 from lab where status = 'requested' and state->>'waitingFor' = 'LAB_POOL_EMPTY'`)).length === SIZE - POOL);
  expect((await counted()).ready).toBe(POOL);
}, DEADLINE_MILLISECONDS);

test('as learners end, those who wait are served, until all have worked and every account rests', async () => {
  await timed('everybody has worked', () => soon('the end of the class', async () => {
    for (const { id } of await world.sql.query<{ id: string }>(`select id from lab where status = 'ready'`)) await endLab(services, labIdSchema.parse(id), 'learner');
    return (await counted()).ended === SIZE;
  }));
  await soon('every account rests', async () => (await listAccounts(world.sql)).every(({ state }) => state.status === 'available'));
  expect(await listAccounts(world.sql)).toHaveLength(POOL);
}, DEADLINE_MILLISECONDS);

test('no account was two labs\' at a time', async () => {
  const overlaps = await world.sql.query(
    `select a.id from lab a join lab b on b.account_id = a.account_id and b.id <> a.id and tstzrange(a.leased_at, a.ended_at) && tstzrange(b.leased_at, b.ended_at)`,
  );
  expect(overlaps).toEqual([]);
});

test('who waited longer was served before', async () => {
  // those who were served at once, while the others were still asking, have no order among them
  const rows = await world.sql.query<{ asked: number; served: number }>(
    `with served as (select requested_at, leased_at, id, row_number() over (order by leased_at, id) as place from lab)
     select (row_number() over (order by requested_at, id))::int as asked, (row_number() over (order by leased_at, id))::int as served from served where place > $1`,
    [POOL],
  );
  const overtaken = rows.map(({ asked, served }) => Math.abs(asked - served));
  figures['places overtaken at most'] = Math.max(...overtaken);
  expect(rows).toHaveLength(SIZE - POOL);
  // as many as are served at the same moment
  expect(Math.max(...overtaken)).toBeLessThanOrEqual(POOL);
});

test('no credit is held any more, and the ledger adds up', async () => {
  await soon('every hold is given back', async () => (await world.sql.query(`select 1 from billing.hold where status = 'pending'`)).length === 0);
  const credits = await Promise.all(learners.map((learner) => creditOf(world, holderOf(learner))));
  expect(credits.filter((credit) => credit?.held !== 0n)).toEqual([]);
  expect(await findViolations(world)).toEqual([]);
});
