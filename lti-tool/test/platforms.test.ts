import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addPlatformCommands } from '../src/cli/platform-commands.ts';
import { randomIds } from '../src/ports/clock.ts';
import { addPlatform, listPlatforms, removePlatform, slugOf } from '../src/features/identity/platform-registry.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
beforeAll(async () => { made = await migratedDatabase(); });
afterAll(() => made.close());

const platform = {
  institution: 'Haneul University', issuer: 'https://lms.example', clientId: 'c1', deploymentIds: ['1'],
  authorizationUrl: 'https://lms.example/auth', tokenUrl: 'https://lms.example/token', jwksUrl: 'https://lms.example/jwks',
};
const add = (changed: Partial<typeof platform> = {}) => addPlatform({ sql: made.database, ids: randomIds }, { ...platform, ...changed });
const list = () => listPlatforms({ sql: made.database });

describe('a registration', () => {
  test('made twice is one, and gathers its deployments', async () => {
    const first = await add();
    expect(await add({ deploymentIds: ['1', '2'] })).toBe(first);
    expect(await list()).toEqual([expect.objectContaining({ id: first, deployments: ['1', '2'], institution: expect.objectContaining({ name: 'Haneul University' }), lastLaunchAt: null })]);
  });

  test('may share issuer and client id with another institution, but not a deployment', async () => {
    await add();
    await add({ institution: 'Bada College', deploymentIds: ['3'] });
    await expect(add({ institution: 'Bada College', deploymentIds: ['1'] })).rejects.toMatchObject({ code: 'PLATFORM_DEPLOYMENT_TAKEN' });
    expect((await list()).map(({ institution }) => institution.name)).toEqual(['Bada College', 'Haneul University']);
  });

  test('with an address that is none is refused, naming the field', async () => {
    await expect(add({ jwksUrl: 'file:///etc/passwd' })).rejects.toMatchObject({ code: 'PLATFORM_INPUT', detail: expect.stringContaining('jwksUrl') });
  });

  test('nobody was launched from can be removed, once', async () => {
    const id = await add({ clientId: 'c2', deploymentIds: ['9'] });
    await removePlatform({ sql: made.database }, id);
    await expect(removePlatform({ sql: made.database }, id)).rejects.toMatchObject({ code: 'PLATFORM_MISSING' });
  });

  test('somebody was launched from stays', async () => {
    const id = await add();
    await made.database.query(`insert into person (id, institution_id, platform_id, subject) select gen_random_uuid(), institution_id, id, 's' from platform where id = $1`, [id]);
    await expect(removePlatform({ sql: made.database }, id)).rejects.toMatchObject({ code: 'PLATFORM_IN_USE' });
  });
});

describe('an institution', () => {
  test('is known by its name, however it is capitalized, and by its slug', async () => {
    await add();
    for (const institution of ['haneul UNIVERSITY', 'haneul-university']) await add({ institution });
    expect((await list()).filter(({ clientId }) => clientId === platform.clientId).map(({ institution }) => institution.name)).toEqual(['Bada College', 'Haneul University']);
  });

  test('is not taken for another whose name differs in signs alone: they would see each other', async () => {
    await add({ institution: 'C Academy', clientId: 'c3' });
    await expect(add({ institution: 'C++ Academy', clientId: 'c4' })).rejects.toMatchObject({ code: 'INSTITUTION_SIMILAR', detail: expect.stringContaining('C Academy') });
    await addPlatform({ sql: made.database, ids: randomIds }, { ...platform, institution: 'C++ Academy', institutionSlug: 'cpp-academy', clientId: 'c4' });
    expect((await list()).filter(({ clientId }) => ['c3', 'c4'].includes(clientId)).map(({ institution }) => institution.name)).toEqual(['C Academy', 'C++ Academy']);
  });

  test('has a name of letters or digits, for its slug', async () => {
    await expect(add({ institution: '!!!' })).rejects.toMatchObject({ code: 'PLATFORM_INPUT', detail: expect.stringContaining('institution') });
  });
});

test('a slug keeps the letters of any script', () => {
  expect([slugOf('Haneul University'), slugOf(' 하늘 대학교 (서울) ')]).toEqual(['haneul-university', '하늘-대학교-서울']);
});

describe('the command', () => {
  async function run(...args: string[]): Promise<{ lines: string[]; error: string }> {
    const lines: string[] = [];
    let error = '';
    const program = new Command().exitOverride().configureOutput({ writeErr: (text) => { error += text; } });
    addPlatformCommands(program, { withSql: (work) => work(made.database), ids: randomIds, print: (line) => lines.push(line) });
    const platformCommand = program.commands[0];
    for (const command of [platformCommand, ...(platformCommand?.commands ?? [])]) command?.exitOverride().configureOutput({ writeErr: (text) => { error += text; } });
    await program.parseAsync(args, { from: 'user' }).catch(() => undefined);
    return { lines, error };
  }
  const addArguments = ['platform', 'add', '--institution', 'Nara Institute', '--issuer', 'https://nara.example', '--client-id', 'n', '--authorization-url', 'https://nara.example/a', '--token-url', 'https://nara.example/t'];

  test('adds and lists', async () => {
    const { lines } = await run(...addArguments, '--jwks-url', 'https://nara.example/k', '--deployment-id', 'a', 'b');
    expect(lines).toEqual([expect.stringMatching(/^registered [\w-]{36}$/)]);
    expect((await run('platform', 'list')).lines.join('\n')).toContain('Nara Institute  https://nara.example  client n  deployments a, b  pending, never launched');
  });

  test('says what is missing', async () => {
    expect((await run(...addArguments, '--deployment-id', 'a')).error).toContain("required option '--jwks-url <url>' not specified");
  });

  test('says which field is wrong, by its code', async () => {
    const { error } = await run(...addArguments, '--jwks-url', 'nara', '--deployment-id', 'a');
    expect(error).toContain('PLATFORM_INPUT');
    expect(error).toContain('jwksUrl');
  });

  test('says that there is no such platform', async () => {
    expect((await run('platform', 'remove', 'x')).error).toContain('PLATFORM_MISSING');
  });
});
