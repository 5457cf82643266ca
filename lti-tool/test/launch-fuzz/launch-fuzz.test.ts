import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LaunchPlatform } from '../launch-platform.ts';
import { startLaunchServer, type LaunchServer } from '../launch-server.ts';
import { mutations, type Base } from './mutations.ts';
import { randomFrom } from './random.ts';

/** `npm run -s fuzz -w lti-tool -- --launches 100000` sets both. */
const { launches = 2_000, seed = 20_261_125 } = globalThis as { launches?: number; seed?: number };

const AT_ONCE = 16;
const BASES = 6;
const GROWTH_BYTES = 12 * 1024 ** 2;
const now = new Date('2026-11-24T05:00:00Z');
let server: LaunchServer;
let platform: LaunchPlatform;

beforeAll(async () => {
  server = await startLaunchServer({ clock: { now: () => now } });
  platform = await LaunchPlatform.start(server);
});
afterAll(async () => {
  await platform.close();
  await server.close();
});

async function newBase(): Promise<Base> {
  const begun = await platform.begin();
  const claims = platform.claims(begun);
  return { ...begun, claims, token: platform.signRaw(JSON.stringify({ alg: 'RS256', kid: 'key-1', typ: 'JWT' }), JSON.stringify(claims)) };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // V8 puts it there under this flag
function heapAfterCollection(): number {
  server.rejected.length = 0;
  server.statements.length = 0;
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Sends one attack. @returns what is wrong with the answer */
async function attack(at: number, bases: readonly Base[]): Promise<string | undefined> {
  const random = randomFrom(seed + at);
  const [name, mutate] = random.pick(Object.entries(mutations));
  const [base, other] = [random.pick(bases), random.pick(bases)];
  const { state, token } = mutate({ random, platform, base, other: other === base ? bases.find((each) => each !== base) ?? other : other });
  const response = await platform.post({ state, id_token: token }, base.cookie);
  await response.arrayBuffer();
  return response.status === 400 ? undefined : `attack ${at}, ${name}: answered with ${response.status}`;
}

async function attackAll(from: number, to: number, bases: readonly Base[]): Promise<string[]> {
  const wrong: string[] = [];
  let next = from;
  const worker = async (): Promise<void> => {
    while (next < to) {
      const problem = await attack(next++, bases);
      if (problem !== undefined) wrong.push(problem);
      if (server.rejected.length > 1_000) server.rejected.length = 0;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return wrong;
}

test(`of ${launches} mutated tokens and states none is taken, none crashes, and memory stays flat`, async () => {
  const bases = await Promise.all(Array.from({ length: BASES }, newBase));
  const warm = Math.min(1_000, launches / 2);
  const began = performance.now();
  const first = await attackAll(0, warm, bases);
  const before = heapAfterCollection();
  const rest = await attackAll(warm, launches, bases);
  const growth = heapAfterCollection() - before;
  if (launches > 10_000) process.stdout.write(`${launches} launches in ${Math.round((performance.now() - began) / 1000)} s, heap ${(growth / 1024 ** 2).toFixed(1)} MiB more after them (${(before / 1024 ** 2).toFixed(0)} MiB before)\n`);
  expect([...first, ...rest]).toEqual([]);
  expect(growth).toBeLessThan(GROWTH_BYTES);
  expect(await server.made.database.query('select 1 from session')).toEqual([]);
  // the launches they were made from are as good as before
  for (const { state, token, cookie } of bases) expect((await platform.post({ state, id_token: token }, cookie)).status).toBe(303);
}, 3_600_000);
