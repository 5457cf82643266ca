import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createLog, logRejections } from '../src/composition/log.ts';
import { mutations } from './launch-fuzz/mutations.ts';
import { randomFrom } from './launch-fuzz/random.ts';
import { LaunchPlatform } from './launch-platform.ts';
import { startLaunchServer, type LaunchServer } from './launch-server.ts';

const lines: string[] = [];
const log = createLog({ level: 'trace', roles: ['web'], destination: { write: (line: string) => void lines.push(line) } });
let server: LaunchServer;
let platform: LaunchPlatform;

beforeEach(() => { lines.length = 0; });
beforeAll(async () => {
  server = await startLaunchServer({ hears: logRejections(log, 'launch refused') });
  platform = await LaunchPlatform.start(server);
});
afterAll(async () => {
  await platform.close();
  await server.close();
});

const postJson = (path: string, body: unknown): Promise<Response> => fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('the log of refused launches', () => {
  test('has a line with code, request number and detail for each, and of no token, secret or key so much as a part', async () => {
    const begun = [await platform.begin(), await platform.begin({ lti_storage_target: '' })];
    const bases = await Promise.all(begun.map(async (each) => ({ ...each, claims: platform.claims(each), token: await platform.sign(platform.claims(each)) })));
    const [base, other] = bases;
    if (base === undefined || other === undefined) throw new Error('two launches were begun');
    const numbers: string[] = [];
    const refused = async (answer: Promise<Response>): Promise<void> => {
      const text = await (await answer).text();
      numbers.push(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/.exec(text)?.[0] ?? text);
    };
    for (const [at, mutate] of Object.values(mutations).entries()) {
      for (let times = 0; times < 8; times += 1) {
        const { state, token } = mutate({ random: randomFrom(at * 100 + times), platform, base, other });
        await refused(platform.post({ state, id_token: token }, base.cookie));
      }
    }
    // a launch that waits for its browser, and wrong proofs of it
    const { url } = await (await platform.post({ state: other.state, id_token: other.token }, '')).json() as { url: string };
    const ticket = new URL(url).searchParams.get('ticket') ?? '';
    await refused(postJson('/lti/verify', { state: ticket, secret: 'guessed-secret' }));
    await refused(postJson('/lti/resume', { state: ticket, secret: 'guessed-secret' }));
    await refused(platform.post({ state: other.state, id_token: other.token }, ''));
    await refused(fetch(`${server.url}/lti/continue`, { method: 'POST', body: new URLSearchParams({ ticket }) }));

    const written = lines.map((line) => JSON.parse(line) as { correlationId: string; code: string; detail?: string });
    expect(written.map(({ correlationId }) => correlationId)).toEqual(numbers);
    expect(written.every(({ code }) => code.startsWith('LAUNCH_'))).toBe(true);
    const secrets = [...bases.flatMap(({ state, token, cookie }) => [...state.split('.'), ...token.split('.'), cookie.split('=')[1] ?? '']), ...ticket.split('.'), 'guessed-secret', 'PRIVATE KEY'];
    // the headers are no secret: every token of this platform begins with the same one
    const headers = new Set([base.state, base.token, ticket].map((token) => token.split('.')[0]));
    const all = lines.join('');
    expect(secrets.filter((secret) => secret.length > 8 && !headers.has(secret) && (all.includes(secret) || all.includes(secret.slice(0, 24))))).toEqual([]);
  });

  test('shows of an error its name, code, message and causes, and nothing else a driver put on it', () => {
    const thrown = Object.assign(new Error('duplicate key', { cause: new Error('below') }), { code: '23505', parameters: ['secret-value'], request: { headers: { authorization: 'Bearer secret-value' } } });
    log.warn({ error: thrown }, 'x');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ error: { type: 'Error', code: '23505', message: 'duplicate key', cause: { message: 'below' } } });
    expect(lines[0]).not.toContain('secret-value');
  });
});
