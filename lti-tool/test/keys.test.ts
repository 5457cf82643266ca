import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { tokenContextOf } from '../src/adapters/ltijs/access-tokens.ts';
import { createSealer } from '../src/adapters/seal/sealer.ts';
import { addKeyCommands } from '../src/cli/key-commands.ts';
import { randomIds } from '../src/ports/clock.ts';
import { reseal, sealedColumns } from '../src/composition/reseal.ts';
import { pseudonymKey, sharedSecret } from '../src/composition/shared-secret.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { createToolKeys, type ToolKeys } from '../src/features/identity/tool-keys.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);
let now = new Date('2026-11-24T05:00:00Z');
const clock = { now: () => now };
const minutes = (count: number): void => { now = new Date(now.getTime() + count * 60_000); };
let made: MigratedDatabase;

beforeAll(async () => { made = await migratedDatabase(); });
afterAll(() => made.close());
beforeEach(async () => {
  await made.database.query('delete from tool_key');
  await made.database.query('delete from shared_secret');
});

const keysWith = (sealer = createSealer(oldKey)): ToolKeys => createToolKeys({ sql: made.database, clock, sealer });

async function run(command: 'list' | 'rotate' | 'reseal', keys: { readonly sealingKey: Buffer; readonly previous?: Buffer }): Promise<{ readonly lines: string[]; readonly error: string }> {
  const lines: string[] = [];
  let error = '';
  const program = new Command().exitOverride();
  addKeyCommands(program, {
    clock, ids: randomIds, print: (line) => lines.push(line),
    withKeys: (work) => work({
      sql: made.database,
      toolKeys: keysWith(createSealer(keys.sealingKey, keys.previous)),
      replacing: keys.previous !== undefined,
      reseal: () => reseal(made.database, { previous: undefined, ...keys }),
    }),
  });
  program.commands[0]?.exitOverride().configureOutput({ writeErr: (text) => { error += text; } });
  await program.parseAsync(['keys', command], { from: 'user' }).catch(() => undefined);
  return { lines, error };
}

describe('a change of the signing key', () => {
  test('is seen by other processes also when the clock was put back meanwhile', async () => {
    const server = keysWith();
    await server.publicKeys();
    const { kid } = await keysWith().rotate();
    minutes(-60);
    expect((await server.publicKeys()).keys).toContainEqual(expect.objectContaining({ kid }));
  });

  test('is seen by other processes, and at no moment signs with a key that a platform could not know', async () => {
    const server = keysWith();
    const fetched = async (): Promise<JSONWebKeySet> => await server.publicKeys() as JSONWebKeySet;
    let platform = await fetched();
    const [first] = await server.list();
    minutes(60);
    const { lines } = await run('rotate', { sealingKey: oldKey });
    const rotatedTo = /made (\S+)/.exec(lines[0] ?? '')?.[1];
    const signers: unknown[] = [];
    // a platform reads the set again every six minutes; something is signed every three
    for (let minute = 0; minute < 26 * 60; minute += 3) {
      if (minute % 6 === 0) platform = await fetched();
      const token = await server.sign({ sub: 'x' });
      await expect(jwtVerify(token, createLocalJWKSet(platform), { currentDate: now })).resolves.toBeDefined();
      const { kid } = decodeProtectedHeader(token);
      if (signers.at(-1) !== kid) signers.push(kid);
      minutes(3);
    }
    expect(signers).toEqual([first?.kid, rotatedTo]);
    expect((await fetched()).keys.map(({ kid }) => kid)).toEqual([rotatedTo]);
  });

  test('is explained by the command: which key signs, which one will, and until when the old one is published', async () => {
    await keysWith().list();
    minutes(60);
    const { lines } = await run('rotate', { sealingKey: oldKey });
    expect(lines.slice(1)).toEqual([expect.stringMatching(/signs from \S+$/), expect.stringMatching(/ {2}signs {2}published until \S+$/)]);
    minutes(10);
    expect((await run('list', { sealingKey: oldKey })).lines).toEqual([expect.stringMatching(/ {2}signs$/), expect.stringMatching(/signs no more {2}published until/)]);
    const noted = await made.database.query<{ target: string }>(`select target from audit_log where action = 'key.rotated' order by at desc`);
    expect(lines[0]).toBe(`made ${noted[0]?.target}`);
  });
});

describe('a change of the sealing key', () => {
  async function sealed(): Promise<void> {
    await keysWith().list();
    await sharedSecret(made.database, createSealer(oldKey), 'video-keys', async () => 'video');
    const platform = await addPlatform({ sql: made.database, ids: randomIds }, { institution: 'A', issuer: 'https://a.example', clientId: 'a', deploymentIds: ['1'], authorizationUrl: 'https://a.example/a', tokenUrl: 'https://a.example/t', jwksUrl: 'https://a.example/j' });
    await made.database.query('insert into access_token (platform_id, scope, sealed_token, expires_at) values ($1, $2, $3, $4) on conflict (platform_id, scope) do update set sealed_token = excluded.sealed_token', [platform, 'score', createSealer(oldKey).seal('token', tokenContextOf(platform, 'score')), now]);
  }
  const unreadable = async (sealingKey: Buffer): Promise<string> => (await run('reseal', { sealingKey })).error;

  test('seals everything anew at once, and nothing when it is done again', async () => {
    await sealed();
    const replacing = { sealingKey: newKey, previous: oldKey };
    expect((await run('reseal', replacing)).lines).toEqual(['sealed anew: 3, sealed with SEALING_KEY already: 0', expect.stringContaining('take it out')]);
    expect((await run('reseal', replacing)).lines[0]).toBe('sealed anew: 0, sealed with SEALING_KEY already: 4');
    expect((await run('reseal', { sealingKey: newKey })).lines[1]).toBe('everything opens with SEALING_KEY');
    expect(await keysWith(createSealer(newKey)).sign({ sub: 'x' })).toMatch(/^ey/);
    expect(await unreadable(oldKey)).toContain('KEYS_UNOPENED');
  });

  test('with a key that does not open all of it changes nothing, and names what stays closed', async () => {
    await sealed();
    const everything = async (): Promise<unknown> => Promise.all(sealedColumns.map(({ table }) => made.database.query(`select * from ${table} order by 1, 2`)));
    await sharedSecret(made.database, createSealer(Buffer.alloc(32, 3)), 'a-third', async () => 'x');
    const before = await everything();
    expect((await run('reseal', { sealingKey: newKey, previous: oldKey })).error).toContain('shared_secret a-third');
    expect(await everything()).toEqual(before);
  });

  test('leaves every server that knows both keys at work, before it and after it', async () => {
    await sealed();
    const both = createSealer(newKey, oldKey);
    expect(await keysWith(both).sign({ sub: 'x' })).toMatch(/^ey/);
    await run('reseal', { sealingKey: newKey, previous: oldKey });
    expect(await keysWith(both).sign({ sub: 'x' })).toMatch(/^ey/);
  });

  test('leaves the pseudonyms of learners as they were, in whatever order servers and command come', async () => {
    const before = { sealingKey: oldKey, previous: undefined };
    const first = await pseudonymKey(made.database, createSealer(oldKey), before);
    await run('reseal', { sealingKey: newKey, previous: oldKey });
    expect(await pseudonymKey(made.database, createSealer(newKey), { sealingKey: newKey, previous: undefined })).toEqual(first);
    await made.database.query('delete from shared_secret');
    await run('reseal', { sealingKey: newKey, previous: oldKey });
    expect(await pseudonymKey(made.database, createSealer(newKey), { sealingKey: newKey, previous: undefined })).toEqual(first);
  });

  test('knows every sealed column of the schema', async () => {
    const columns = await made.database.query<{ name: string }>(`select table_name || '.' || column_name as name from information_schema.columns where column_name like 'sealed%' and table_schema not in ('pg_catalog', 'information_schema') order by 1`);
    expect(columns.map(({ name }) => name)).toEqual(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort());
  });
});
